const SVG = "http://www.w3.org/2000/svg";

/** Path data on a 24 by 24 grid, drawn with a stroke of the current colour. */
const PATHS = {
  attach: "M19.500 11.500l-7.700 7.700a5 5 0 0 1-7-7l8.300-8.400a3.400 3.400 0 0 1 4.800 4.800l-8.200 8.200a1.700 1.700 0 0 1-2.400-2.400l7.200-7.200",
  back: "M19 12H5.500M11.500 5.500L5 12l6.500 6.500",
  block: "M12 4a8 8 0 1 1-.01 0M6.500 6.500l11 11",
  check: "M4.500 12.500l5 5 10-11",
  checks: "M2 12.500l4.500 4.500 9-10M11.500 16l1 1 9-10",
  clock: "M12 4a8 8 0 1 1-.01 0M12 7.500V12l3 2.500",
  close: "M6 6l12 12M18 6L6 18",
  copy: "M9 9h10v11H9zM15 9V4.500H5V16h4",
  dark: "M19.500 14.500A8 8 0 1 1 9.500 4.500a6.500 6.500 0 0 0 10 10z",
  down: "M5.500 9l6.500 6.500L18.500 9",
  download: "M12 4.500v11M7 11l5 5 5-5M6 20h12",
  external: "M8 16L16.500 7.500M9.500 7.500h7v7",
  auto: "M12 4a8 8 0 1 1-.01 0M12 4v16M12 7a5 5 0 0 1 0 10",
  file: "M7 3.500h7l4.500 4.500v12.500H7zM14 3.500V8h4.500",
  light: "M12 8a4 4 0 1 1-.01 0M12 2.500v2M12 19.500v2M2.500 12h2M19.500 12h2M5.300 5.300l1.400 1.400M17.300 17.300l1.400 1.400M5.300 18.700l1.400-1.400M17.300 6.700l1.400-1.400",
  lock: "M8 11V8a4 4 0 0 1 8 0v3M6 11h12v9H6z",
  menu: "M4.500 7h15M4.500 12h15M4.500 17h15",
  more: "M12 5.500v.01M12 12v.01M12 18.500v.01",
  panel: "M4 5h16v14H4zM14.500 5v14",
  reply: "M10 6L4.500 11.500 10 17M5 11.500h8.500a6 6 0 0 1 6 6",
  search: "M10.500 4.500a6 6 0 1 1-.01 0M15 15l5 5",
  send: "M4 20.500l17-8.500L4 3.500l1.500 6.500L14 12l-8.500 2z",
  text: "M5 6h14M5 10h14M5 14h14M5 18h8",
  warning: "M12 4.500L21 19.500H3zM12 10v4.500M12 17v.01",
};

/** Icons that are solid shapes rather than lines. */
const SOLID = new Set(["send"]);

/**
 * An inline SVG picture, hidden from screen readers: the control that carries it has its own name.
 *
 * @param {keyof typeof PATHS} name
 * @returns {SVGSVGElement}
 */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", SOLID.has(name) ? "icon solid" : "icon");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}
