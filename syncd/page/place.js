/* The place of a request, on the page of it: the streets around. Without a map of them it stays hidden. */
"use strict";

async function showPlace() {
	const root = "../../", box = document.getElementById("place"), at = [box.dataset.lat, box.dataset.long].map(Number);
	const response = await fetch(root + "site.json"), map = L.map(box, {maxZoom: 19, minZoom: 12, scrollWheelZoom: false});
	map.attributionControl.setPrefix("");
	box.hidden = false;
	map.invalidateSize().setView(at, 16);
	box.hidden = !await addBaseMap(map, root, await response.json(), at);
	L.circleMarker(at, {radius: 8, weight: 3, className: "here", interactive: false}).addTo(map);
	box.dataset.shown = !box.hidden;
}

showPlace();
