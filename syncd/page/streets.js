/* The base map: the streets of the city, drawn from the tiles of GeoJSON in the tree around it. Main streets
 * are drawn above the others and named first; no name overlaps another. Names only ever become text. */
"use strict";

const STREET_LEVELS = [[15, 14], [14, 13], [13, 12], [0, 10]]; // from this zoom on the tiles of that one
const STREET_WIDTHS = [0, 5, 5, 4, 3, 2, 1.5, 1, 1, 1]; // by class, in pixels at zoom 14
const STREET_REPEAT = 600; // pixels between two names of one street
const STREET_HARMFUL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu; // what is not seen but turns or breaks a text

/* The points of a feature in pixels of the whole world at zoom 0. */
function streetLines(geometry) {
	const lines = geometry.type === "LineString" ? [geometry.coordinates] : geometry.coordinates;
	return lines.map((line) => line.map(([long, lat]) => L.CRS.EPSG3857.latLngToPoint(L.latLng(lat, long), 0)));
}

const StreetLayer = L.Layer.extend({
	/* root: the way to the tree; index: what streets.json says; mark: a place that no name covers, or undefined. */
	initialize(root, index, mark) {
		Object.assign(this, {root, index, mark});
		this.known = new Set(index.tiles);
		this.tiles = new Map();
	},

	getEvents() {
		return {moveend: this.refresh, resize: this.refresh, zoomanim: this.follow};
	},

	/* Leaflet takes markup here. */
	getAttribution() {
		const text = document.createElement("span");
		text.textContent = this.index.credit.replace(STREET_HARMFUL, "");
		return text.innerHTML;
	},

	onAdd(map) {
		const pane = map.getPane("streets") || map.createPane("streets");
		Object.assign(pane.style, {zIndex: 250, pointerEvents: "none"});
		this.canvas = L.DomUtil.create("canvas", "leaflet-zoom-animated", pane);
		this.colours = matchMedia("(prefers-color-scheme: dark)");
		this.recolour = () => this.refresh();
		this.colours.addEventListener("change", this.recolour);
		this.refresh();
	},

	onRemove() {
		this.colours.removeEventListener("change", this.recolour);
		this.canvas.remove();
	},

	/* While a zoom is under way the picture grows or shrinks. */
	follow(event) {
		if (this.shown)
			L.DomUtil.setTransform(this.canvas, this._map._latLngBoundsToNewLayerBounds(this.shown.bounds, event.zoom, event.center).min,
				this._map.getZoomScale(event.zoom, this.shown.zoom));
	},

	async refresh() {
		const turn = this.turn = (this.turn || 0) + 1, map = this._map, zoom = map.getZoom();
		const lists = await Promise.all(this.names(map.getPixelBounds(), zoom).map((name) => this.tile(name)));
		if (turn !== this.turn || !this._map)
			return;
		const begun = performance.now();
		this.place(map, zoom);
		this.draw(lists.flat(), zoom);
		this.canvas.dataset.drawn = turn;
		this.canvas.dataset.took = performance.now() - begun;
	},

	/* The tiles in view that there are. */
	names(pixels, zoom) {
		const level = STREET_LEVELS.find(([from]) => zoom >= from)[1], wide = 256 * 2 ** (zoom - level), names = [];
		for (let x = Math.floor(pixels.min.x / wide); x <= pixels.max.x / wide; x++)
			for (let y = Math.floor(pixels.min.y / wide); y <= pixels.max.y / wide; y++)
				names.push(level + "/" + x + "/" + y);
		return names.filter((name) => this.known.has(name));
	},

	/* What cannot be loaded is asked for again the next time. */
	async tile(name) {
		if (!this.tiles.has(name))
			this.tiles.set(name, this.load(name).catch(() => {
				this.tiles.delete(name);
				return [];
			}));
		return this.tiles.get(name);
	},

	async load(name) {
		const response = await fetch(this.root + "street/" + name + ".geojson");
		const {features} = await response.json();
		return features.map(({geometry, properties}) => ({
			lines: streetLines(geometry), class: properties.class, name: properties.name.replace(STREET_HARMFUL, "").slice(0, 60),
		}));
	},

	/* Lays the canvas over the map. */
	place(map, zoom) {
		const corner = map.containerPointToLayerPoint([0, 0]), size = map.getSize(), dense = window.devicePixelRatio || 1;
		this.shown = {zoom, bounds: map.getBounds(), origin: map.getPixelBounds().min, size};
		L.DomUtil.setTransform(this.canvas, corner, 1);
		this.canvas.width = size.x * dense;
		this.canvas.height = size.y * dense;
		Object.assign(this.canvas.style, {width: size.x + "px", height: size.y + "px"});
		this.pen = this.canvas.getContext("2d");
		this.pen.scale(dense, dense);
		this.pen.lineCap = this.pen.lineJoin = "round";
	},

	draw(features, zoom) {
		const scale = 2 ** zoom, {origin} = this.shown, style = getComputedStyle(document.documentElement);
		const colour = (name) => style.getPropertyValue("--street-" + name).trim();
		const streets = features.map((one) => ({
			...one, lines: one.lines.map((line) => line.map(({x, y}) => [x * scale - origin.x, y * scale - origin.y])),
		})), classes = [...new Set(streets.map((one) => one.class))].sort((a, b) => b - a);
		for (const casing of [1.6, 0])
			for (const one of classes) {
				const width = Math.min(26, Math.max(one > 4 ? 0.8 : 1.8, STREET_WIDTHS[one] * 1.45 ** (zoom - 14)));
				if (!casing || width > 1.2)
					this.stroke(streets.filter((street) => street.class === one), width + casing, colour(casing ? "edge" : one > 4 ? "minor" : "major"));
			}
		this.write(streets.sort((a, b) => a.class - b.class), colour("text"), colour("halo"));
	},

	stroke(streets, width, colour) {
		this.pen.beginPath();
		for (const line of streets.flatMap((street) => street.lines))
			line.forEach(([x, y], i) => i ? this.pen.lineTo(x, y) : this.pen.moveTo(x, y));
		Object.assign(this.pen, {lineWidth: width, strokeStyle: colour});
		this.pen.stroke();
	},

	/* Where buttons and the mark are: left, top, right, bottom in pixels. */
	boxes() {
		const map = this._map, {left, top} = map.getContainer().getBoundingClientRect();
		const controls = [...map.getContainer().querySelectorAll(".leaflet-control")].map((one) => one.getBoundingClientRect());
		const mark = this.mark && map.latLngToContainerPoint(this.mark);
		return controls.map((one) => [one.left - left, one.top - top, one.right - left, one.bottom - top])
			.concat(mark ? [[mark.x - 10, mark.y - 10, mark.x + 10, mark.y + 10]] : []);
	},

	/* Names along the streets, the most important ones first. */
	write(streets, colour, halo) {
		const taken = this.written = [], boxes = this.boxes();
		Object.assign(this.pen, {textAlign: "center", textBaseline: "middle", fillStyle: colour, strokeStyle: halo, lineWidth: 3});
		for (const street of streets) {
			const height = street.class > 4 ? 11 : 13;
			this.pen.font = (street.class > 4 ? "" : "600 ") + height + "px system-ui, sans-serif";
			const wide = this.pen.measureText(street.name).width;
			for (const line of street.name ? street.lines : [])
				this.writeAlong(line, {name: street.name, wide, height, taken, boxes});
		}
	},

	/* Where a line is straight for as long as its name, in steps from its middle outwards. */
	writeAlong(line, label) {
		const ends = [0];
		line.forEach(([x, y], i) => i && ends.push(ends[i - 1] + Math.hypot(x - line[i - 1][0], y - line[i - 1][1])));
		const all = ends[ends.length - 1], at = (distance) => {
			const i = Math.max(1, ends.findIndex((end) => end >= distance)), t = (distance - ends[i - 1]) / (ends[i] - ends[i - 1] || 1);
			return [0, 1].map((axis) => line[i - 1][axis] + t * (line[i][axis] - line[i - 1][axis]));
		};
		for (let off = 0; off <= (all - label.wide) / 2; off += 40)
			for (const middle of off ? [all / 2 - off, all / 2 + off] : [all / 2])
				this.writeAt(at(middle - label.wide / 2), at(middle), at(middle + label.wide / 2), label);
	},

	/* Nothing, where the street bends, its name is near, something is in the way, or the map ends. */
	writeAt(from, middle, to, {name, wide, height, taken, boxes}) {
		const across = to[0] - from[0], down = to[1] - from[1], {size} = this.shown, near = (a, b, far) => Math.hypot(a[0] - b[0], a[1] - b[1]) < far;
		const centre = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2], n = Math.ceil(wide / height);
		const circles = Array.from({length: n + 1}, (_, i) => [from[0] + across * i / n, from[1] + down * i / n]);
		if (near(from, to, 0.97 * wide) || !near(middle, centre, height / 2) ||
			circles.some(([x, y]) => x < height || y < height || x > size.x - height || y > size.y - height ||
				boxes.some(([left, top, right, bottom]) => x > left - height && x < right + height && y > top - height && y < bottom + height)) ||
			taken.some((one) => one.name === name && near(one.centre, centre, STREET_REPEAT) || near(one.centre, centre, one.wide + wide) &&
				one.circles.some((theirs) => circles.some((mine) => near(theirs, mine, (one.height + height) * 0.6)))))
			return;
		taken.push({name, centre, wide, height, circles});
		this.pen.save();
		this.pen.translate(...centre);
		this.pen.rotate(across ? Math.atan(down / across) : Math.PI / 2);
		this.pen.strokeText(name, 0, 0);
		this.pen.fillText(name, 0, 0);
		this.pen.restore();
	},
});

/* Gives a map its background: the pictures of another server where one is configured, otherwise the city's
 * streets. Returns whether there is any. start: what site.json says; mark: see StreetLayer. */
async function addBaseMap(map, root, start, mark) {
	if (start.tiles) {
		L.tileLayer(start.tiles, {maxZoom: 19, attribution: "© OpenStreetMap"}).addTo(map);
		return true;
	}
	const response = await fetch(root + "streets.json"), index = response.ok ? await response.json() : {tiles: []};
	if (index.tiles.length)
		new StreetLayer(root, index, mark).addTo(map);
	return index.tiles.length > 0;
}
