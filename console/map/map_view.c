/* Turns degrees into dots and back; moves, zooms and fits what is shown. */
#include "console/map/map_view.h"

#include "console/terminal/canvas.h"

#include <math.h>

/* Metres of a degree of latitude, the mean of the earth. */
#define METRES  111195.0
#define RADIANS (3.14159265358979323846 / 180)

/* Between some metres and half a continent, and not too near to a pole: degrees. */
#define NEAREST  0.00002
#define FARTHEST 10.0
#define EDGE     75.0

static double across_scale(const struct map_view *v)
{
	return v->scale / cos(v->lat * RADIANS);
}

static double dots_across(const struct map_view *v)
{
	return v->columns > 0 ? v->columns * DOTS_ACROSS : 1;
}

static double dots_down(const struct map_view *v)
{
	return v->rows > 0 ? v->rows * DOTS_DOWN : 1;
}

static double between(double least, double value, double most)
{
	return fmin(fmax(value, least), most);
}

static void limit(struct map_view *v)
{
	double most = fmin(FARTHEST / dots_down(v), FARTHEST / dots_across(v));
	double down, across;

	v->scale = between(NEAREST / dots_down(v), v->scale, most);
	down = v->scale * dots_down(v) / 2;
	v->lat = between(-EDGE + down, v->lat, EDGE - down);
	across = across_scale(v) * dots_across(v) / 2;
	v->lon = between(-180 + across, v->lon, 180 - across);
}

void map_view_fit(struct map_view *v, const struct box *box)
{
	double down, across;

	v->lat = (box->south + box->north) / 2;
	v->lon = (box->west + box->east) / 2;
	down = (box->north - box->south) / dots_down(v);
	across = (box->east - box->west) * cos(v->lat * RADIANS) / dots_across(v);
	v->scale = fmax(down, across) * 1.05;
	limit(v);
}

void map_view_reach(struct map_view *v, double lat, double lon, double metres)
{
	v->lat = lat;
	v->lon = lon;
	v->scale = metres / METRES / fmin(dots_down(v), dots_across(v));
	limit(v);
}

void map_view_pan(struct map_view *v, double across, double up)
{
	v->lon += across * across_scale(v) * dots_across(v);
	v->lat += up * v->scale * dots_down(v);
	limit(v);
}

void map_view_zoom(struct map_view *v, double factor)
{
	v->scale *= factor;
	limit(v);
}

struct box map_view_box(const struct map_view *v)
{
	double x = across_scale(v) * dots_across(v) / 2;
	double y = v->scale * dots_down(v) / 2;

	return (struct box){v->lon - x, v->lat - y, v->lon + x, v->lat + y};
}

void map_view_dot(const struct map_view *v, double lat, double lon, double *x, double *y)
{
	*x = (lon - v->lon) / across_scale(v) + dots_across(v) / 2;
	*y = (v->lat - lat) / v->scale + dots_down(v) / 2;
}

bool map_view_cell(const struct map_view *v, double lat, double lon, int *x, int *y)
{
	double dot_x, dot_y;
	bool inside;

	map_view_dot(v, lat, lon, &dot_x, &dot_y);
	inside = dot_x >= 0 && dot_y >= 0 && dot_x < dots_across(v) && dot_y < dots_down(v);
	*x = inside ? (int)dot_x / DOTS_ACROSS : 0;
	*y = inside ? (int)dot_y / DOTS_DOWN : 0;
	return inside;
}

void map_view_size(const struct map_view *v, double *across, double *down)
{
	*across = v->scale * dots_across(v) * METRES;
	*down = v->scale * dots_down(v) * METRES;
}
