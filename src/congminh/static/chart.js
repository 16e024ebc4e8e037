// Drawings of numbers that stand in a table beside them. Without a script the table is all there is.
"use strict";

const style = getComputedStyle(document.documentElement);
const token = (name, other) => style.getPropertyValue(name).trim() || other;
const tones = { excellent: "--good", good: "--calm", fulfilled: "--warn", not_fulfilled: "--seal", other: "--muted" };
const others = { excellent: "#2f6b4f", good: "#31618c", fulfilled: "#a1700f", not_fulfilled: "#a3312b", other: "#888888" };

for (const place of document.querySelectorAll("[data-chart]")) {
  const told = JSON.parse(document.getElementById(place.dataset.chart).textContent);
  place.hidden = false;
  Chart.defaults.color = token("--ink", "#222222");
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  Chart.defaults.animation = false;
  new Chart(place.querySelector("canvas"), {
    type: "bar",
    data: {
      labels: told.labels,
      datasets: told.levels.map((level) => ({
        label: level.label,
        data: level.data,
        maxBarThickness: 72,
        backgroundColor: token(tones[level.name], others[level.name]),
      })),
    },
    options: {
      maintainAspectRatio: false,
      scales: { x: { stacked: true, grid: { display: false } }, y: { stacked: true, ticks: { precision: 0 } } },
    },
  });
}
