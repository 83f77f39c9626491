/* The map of what is public. It reads the static tree around it: how many requests each tile has
 * (tiles.json), and, close enough, the tiles themselves. Texts of residents only ever become text. */
"use strict";

const ZOOM = 14; // of the tiles
const LISTED = 100; // lines in the list
const COLOURS = {open: "#b3261e", closed: "#1b6e3a"};

const site = {counts: {}, tiles: new Map(), form: document.forms.filter};

async function load(path) {
	const response = await fetch(path);
	if (!response.ok)
		throw new Error(path + ": " + response.status);
	return response.json();
}

function element(tag, text, attributes) {
	const node = document.createElement(tag);
	if (text)
		node.textContent = text;
	for (const [name, value] of Object.entries(attributes || {}))
		node.setAttribute(name, value);
	return node;
}

function note(text) {
	document.getElementById("note").textContent = text;
}

function page(feature) {
	return "r/" + Math.floor(feature.id / 1000) + "/" + feature.id + ".html";
}

function categoryName(code) {
	const found = site.start.categories.find((category) => category[0] === code);
	return found ? found[1] : code;
}

// The filter ------------------------------------------------------------------------------------

function wanted(feature) {
	const form = site.form, properties = feature.properties;
	const age = (Date.now() - Date.parse(properties.requested)) / 86400000;
	return form[properties.status].checked &&
		(!form.code.value || form.code.value === properties.code) &&
		(!form.days.value || age <= Number(form.days.value));
}

// Tiles -----------------------------------------------------------------------------------------

function tileAt(latlng) {
	const point = site.map.project(latlng, ZOOM).divideBy(256).floor();
	return [point.x, point.y];
}

function corner(x, y) {
	return site.map.unproject(L.point(x, y).multiplyBy(256), ZOOM);
}

/* The tiles in view that have requests. */
function inView() {
	const bounds = site.map.getBounds();
	const [west, north] = tileAt(bounds.getNorthWest()), [east, south] = tileAt(bounds.getSouthEast());
	return Object.keys(site.counts).filter((name) => {
		const [x, y] = name.split("/").map(Number);
		return x >= west && x <= east && y >= north && y <= south;
	});
}

function tile(name) {
	if (!site.tiles.has(name))
		site.tiles.set(name, load("tile/" + ZOOM + "/" + name + ".geojson").then((list) => list.features, (error) => {
			site.tiles.delete(name);
			throw error;
		}));
	return site.tiles.get(name);
}

// What is shown ---------------------------------------------------------------------------------

function describe(feature) {
	const box = element("div"), properties = feature.properties;
	box.append(element("b", properties.title, {dir: "auto"}), element("br"),
		categoryName(properties.code) + ", " + properties.requested.slice(0, 10), element("br"),
		element("span", (properties.status === "open" ? "! " : "✓ ") + site.start.words[properties.status], {class: properties.status}),
		element("br"), element("a", site.start.words.read, {href: page(feature)}));
	return box;
}

/* Filled is open, hollow is answered: colours are not the only sign. */
function marker(feature) {
	const [long, lat] = feature.geometry.coordinates, open = feature.properties.status === "open";
	return L.circleMarker([lat, long], {
		renderer: site.canvas, radius: open ? 8 : 7, weight: 3, color: open ? "#fff" : COLOURS.closed,
		fillColor: open ? COLOURS.open : "#fff", fillOpacity: 1,
	}).bindPopup(() => describe(feature));
}

function listLine(feature) {
	const line = element("li"), properties = feature.properties;
	line.append(element("span", properties.status === "open" ? "! " : "✓ ", {class: properties.status, title: site.start.words[properties.status]}),
		element("a", properties.title, {href: page(feature), dir: "auto"}), " " + properties.requested.slice(0, 10));
	return line;
}

function showFeatures(features) {
	const shown = features.filter(wanted).sort((a, b) => b.properties.requested.localeCompare(a.properties.requested));
	site.layer.clearLayers();
	shown.forEach((feature) => site.layer.addLayer(marker(feature)));
	document.getElementById("list").replaceChildren(...shown.slice(0, LISTED).map(listLine));
	note(shown.length > LISTED ? shown.length + ", " + site.start.words.more : shown.length ? "" : site.start.words.none);
}

/* Seen from afar: how many, where. Tiles that are close to each other on the screen become one. */
function showBubbles(names) {
	const step = 2 ** Math.max(0, ZOOM - 2 - site.map.getZoom()), groups = new Map();
	for (const name of names) {
		const [x, y] = name.split("/").map(Number), [n, open] = site.counts[name];
		const key = Math.floor(x / step) + "/" + Math.floor(y / step);
		const group = groups.get(key) || {n: 0, open: 0, x: 0, y: 0};
		group.n += n;
		group.open += open;
		group.x += (x + 0.5) * n;
		group.y += (y + 0.5) * n;
		groups.set(key, group);
	}
	site.layer.clearLayers();
	for (const group of groups.values()) {
		const at = corner(group.x / group.n, group.y / group.n);
		site.layer.addLayer(L.marker(at, {
			title: site.start.words.open + ": " + group.open + ", " + site.start.words.closed + ": " + (group.n - group.open),
			icon: L.divIcon({className: "bubble" + (group.open ? " some" : ""), html: String(Number(group.n)), iconSize: [40, 40]}),
		}).on("click", () => site.map.setView(at, site.map.getZoom() + 2)));
	}
	document.getElementById("list").replaceChildren();
	note(names.length ? site.start.words.zoom : site.start.words.none);
}

async function show() {
	const turn = site.turn = (site.turn || 0) + 1, names = inView();
	if (site.map.getZoom() < ZOOM) {
		showBubbles(names);
	} else {
		const lists = await Promise.all(names.map(tile));
		if (turn === site.turn)
			showFeatures(lists.flat());
	}
	if (turn === site.turn)
		document.body.dataset.shown = turn;
}

function showOrSay() {
	show().catch((error) => {
		note(site.start.words.failed);
		throw error;
	});
}

// Beginning -------------------------------------------------------------------------------------

/* The districts' borders; filled where nothing else is drawn. */
async function addBackground(districts) {
	const drawn = await addBaseMap(site.map, "", site.start);
	const borders = L.geoJSON(districts, {interactive: false, style: {className: drawn ? "district" : "district filled", weight: 1}});
	borders.addTo(site.map);
	return borders.getBounds();
}

/* Around all requests, where there are no districts. */
function countedBounds() {
	const bounds = L.latLngBounds([]);
	for (const name of Object.keys(site.counts)) {
		const [x, y] = name.split("/").map(Number);
		bounds.extend(corner(x, y)).extend(corner(x + 1, y + 1));
	}
	return bounds;
}

async function begin() {
	const [start, counts, districts] = await Promise.all(["site.json", "tiles.json", "districts.geojson"].map(load));
	site.start = start;
	site.counts = counts;
	site.map = L.map("map", {maxZoom: 19, minZoom: 4});
	site.map.attributionControl.setPrefix("");
	site.canvas = L.canvas();
	site.map.setView([49, 32], 6);
	const bounds = await addBackground(districts), around = bounds.isValid() ? bounds : countedBounds();
	site.layer = L.layerGroup().addTo(site.map);
	if (around.isValid())
		site.map.fitBounds(around);
	site.map.on("moveend", showOrSay);
	site.form.addEventListener("change", showOrSay);
	showOrSay();
}

begin();
