// Native inputs, each with a label. They keep their own keys inside JupyterLab because of
// data-lm-suppress-shortcuts, and need no overrides of the learner's settings. Each input carries its
// name itself as well, because JupyterLab keeps cells that are out of sight half rendered.

// Every widget loads this file anew, so the count that keeps ids unique lives in the page.
function nextPanel() {
  globalThis.pioneersPanels = (globalThis.pioneersPanels ?? 0) + 1;
  return globalThis.pioneersPanels;
}

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

function input(attributes) {
  return element("input", { ...attributes, "data-lm-suppress-shortcuts": "true" });
}

function slider(control, value, id, change) {
  const limits = { min: control.low, max: control.high, step: control.step };
  const range = input({ type: "range", role: "slider", id, "aria-label": control.label, ...limits });
  const box = input({ type: "number", "aria-label": `${control.label}, as a number`, ...limits });
  const show = (now) => {
    range.value = now;
    range.setAttribute("aria-valuenow", now);
    range.setAttribute("aria-valuetext", `${now}${control.unit}`);
  };
  const inside = (now) => Math.min(Math.max(now, control.low), control.high);
  range.setAttribute("aria-valuemin", control.low);
  range.setAttribute("aria-valuemax", control.high);
  show(value);
  box.value = value;
  range.addEventListener("input", () => {
    show(range.value);
    box.value = range.value;
    change(Number(range.value));
  });
  const commit = () => {
    if (box.value !== "") show(inside(Number(box.value)));
    box.value = range.value;
    change(Number(range.value));
  };
  box.addEventListener("change", commit);
  // Inside JupyterLab, Enter alone raises no change event.
  box.addEventListener("keydown", (event) => { if (event.key === "Enter") commit(); });
  const label = element("label", { for: id, class: "pioneers-label" }, control.label);
  const unit = element("span", { "aria-hidden": "true" }, control.unit);
  const parts = element("div", { class: "pioneers-slider" }, range, box, unit);
  return element("div", { class: "pioneers-row" }, label, parts);
}

function group(control, inputs) {
  const options = inputs.map(([text, box]) =>
    element("label", { class: "pioneers-option" }, box, element("span", {}, text)));
  const legend = element("legend", { class: "pioneers-label" }, control.label);
  return element("fieldset", {}, legend, element("div", { class: "pioneers-options" }, ...options));
}

function choice(control, value, id, change) {
  return group(control, control.options.map((option) => {
    const button = input({ type: "radio", name: id, value: option, "aria-label": option });
    button.checked = option === value;
    button.addEventListener("change", () => change(option));
    return [option, button];
  }));
}

function tick(control, value, id, change) {
  const box = input({ type: "checkbox", id, "aria-label": control.label });
  box.checked = value;
  box.addEventListener("change", () => change(box.checked));
  const label = element("label", { for: id, class: "pioneers-option" }, box, control.label);
  return element("div", { class: "pioneers-row" }, label);
}

function marks(control, value, id, change) {
  const boxes = control.options.map((option) => {
    const box = input({ type: "checkbox", value: option, "aria-label": option });
    box.checked = value.includes(option);
    return [option, box];
  });
  const marked = () => boxes.filter(([, box]) => box.checked).map(([option]) => option);
  for (const [, box] of boxes) box.addEventListener("change", () => change(marked()));
  return group(control, boxes);
}

function buttons(control, value, id, change) {
  const made = control.options.map((option, index) => {
    const state = { "aria-label": option, "aria-pressed": "false" };
    const keys = { type: "button", "data-lm-suppress-shortcuts": "true" };
    const button = element("button", { ...keys, ...state }, option);
    button.addEventListener("click", () => {
      for (const other of made) other.setAttribute("aria-pressed", String(other === button));
      change(index);
    });
    return button;
  });
  if (value >= 0) made[value].setAttribute("aria-pressed", "true");
  const legend = element("legend", { class: "pioneers-label" }, control.label);
  return element("fieldset", {}, legend, element("div", { class: "pioneers-buttons" }, ...made));
}

const kinds = { slider, choice, tick, marks, buttons };

export default {
  render({ model, el }) {
    const panel = nextPanel();
    el.classList.add("pioneers-panel");
    model.get("controls").forEach((control, index) => {
      const change = (value) => {
        model.set("values", { ...model.get("values"), [control.name]: value });
        model.save_changes();
      };
      const value = model.get("values")[control.name];
      el.append(kinds[control.kind](control, value, `pioneers-${panel}-${index}`, change));
    });
    const status = element("div", { role: "status", class: "pioneers-status" });
    const announce = () => { status.textContent = model.get("status"); };
    model.on("change:status", announce);
    el.append(status);
    return () => model.off("change:status", announce);
  },
};
