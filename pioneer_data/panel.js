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

function keyButton(attributes, ...children) {
  const keys = { type: "button", "data-lm-suppress-shortcuts": "true" };
  return element("button", { ...keys, ...attributes }, ...children);
}

function slider(control, value, id, change, panel) {
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
  const showBoth = (now) => {
    show(now);
    box.value = now;
  };
  showBoth(value);
  panel.whenChanged((values) => showBoth(values[control.name]));
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

function choice(control, value, id, change, panel) {
  return group(control, control.options.map((option) => {
    const button = input({ type: "radio", name: id, value: option, "aria-label": option });
    button.checked = option === value;
    panel.whenChanged((values) => { button.checked = option === values[control.name]; });
    button.addEventListener("change", () => change(option));
    return [option, button];
  }));
}

function tick(control, value, id, change, panel) {
  const box = input({ type: "checkbox", id, "aria-label": control.label });
  box.checked = value;
  panel.whenChanged((values) => { box.checked = values[control.name]; });
  box.addEventListener("change", () => change(box.checked));
  const label = element("label", { for: id, class: "pioneers-option" }, box, control.label);
  return element("div", { class: "pioneers-row" }, label);
}

function marks(control, value, id, change, panel) {
  const boxes = control.options.map((option) => {
    const box = input({ type: "checkbox", value: option, "aria-label": option });
    box.checked = value.includes(option);
    panel.whenChanged((values) => { box.checked = values[control.name].includes(option); });
    return [option, box];
  });
  const marked = () => boxes.filter(([, box]) => box.checked).map(([option]) => option);
  for (const [, box] of boxes) box.addEventListener("change", () => change(marked()));
  return group(control, boxes);
}

// Each text goes to Python after a pause in typing, and at the latest when the box is left.
const PAUSE = 300;

function text(control, value, id, change, panel) {
  const limits = { rows: control.rows, maxlength: control.longest };
  const own = { id, "aria-label": control.label, "data-lm-suppress-shortcuts": "true" };
  const box = element("textarea", { ...own, ...limits });
  let waiting = null;
  let sent = box.value = value;
  const stop = () => {
    clearTimeout(waiting);
    waiting = null;
  };
  const commit = () => {
    stop();
    if (box.value !== sent) change(sent = box.value);
  };
  box.addEventListener("input", () => {
    stop();
    waiting = setTimeout(commit, PAUSE);
  });
  box.addEventListener("blur", commit);
  // The cell around it would take Enter.
  box.addEventListener("keydown", (event) => event.stopPropagation());
  panel.beforeSending(commit);
  panel.whenRemoved(stop);
  // To set the text of a box in use would move its cursor.
  panel.whenChanged((values) => {
    if (!box.matches(":focus") && waiting === null) sent = box.value = values[control.name];
  });
  const label = element("label", { for: id, class: "pioneers-label" }, control.label);
  return element("div", { class: "pioneers-text" }, label, box);
}

// The values go along, because the kernel may not have been told of the last key yet.
function save(control, value, id, change, panel) {
  const button = keyButton({ "aria-label": control.label }, control.label);
  button.addEventListener("click", () => panel.send({ action: "save", values: panel.values() }));
  return element("div", {}, element("div", { class: "pioneers-file" }, button), panel.visibleStatus());
}

function buttons(control, value, id, change) {
  const made = control.options.map((option, index) => {
    const button = keyButton({ "aria-label": option, "aria-pressed": "false" }, option);
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

const moves = {
  ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1],
  Home: [0, -Infinity], End: [0, Infinity],
};

// A letter, a word, a border and a shade: no code is told apart by colour alone.
function paint(cell, codes) {
  const badge = { class: "pioneers-letter", "aria-hidden": "true" };
  const letter = element("span", badge, cell.code.slice(0, 1).toUpperCase());
  cell.button.replaceChildren(...(cell.code ? [letter, cell.code] : ["\u2013"]));
  cell.button.setAttribute("aria-label", `${cell.row}, ${cell.column}: ${cell.code || "not coded"}`);
  cell.button.dataset.code = codes.indexOf(cell.code);
}

function gridTable(control, id, cells) {
  const head = control.columns.map((column) => element("th", { scope: "col" }, column));
  const body = control.rows.map((row) => element("tr", {}, element("th", { scope: "row" }, row),
    ...cells.filter((cell) => cell.row === row).map((cell) => element("td", {}, cell.button))));
  const words = { "aria-labelledby": id, "aria-describedby": `${id}-keys` };
  return element("table", { role: "grid", class: "pioneers-grid", ...words },
    element("thead", {}, element("tr", {}, element("td"), ...head)), element("tbody", {}, ...body));
}

// One cell is in the tab order, the one used last; arrow keys go to the others.
function roving(cells, width) {
  let active = 0;
  const enter = (index) => {
    cells[active].button.tabIndex = -1;
    cells[index].button.tabIndex = 0;
    active = index;
  };
  const move = (index, [down, right]) => {
    const [rows, row] = [cells.length / width, Math.floor(index / width)];
    const clamp = (place, end) => Math.min(Math.max(place, 0), end - 1);
    cells[clamp(row + down, rows) * width + clamp((index % width) + right, width)].button.focus();
  };
  enter(0);
  return { enter, move };
}

function codeOfKey(key, cell, codes) {
  if (key === "Delete" || key === "Backspace") return "";
  const fitting = codes.filter((code) => code.slice(0, 1).toLowerCase() === key.toLowerCase());
  return fitting[(fitting.indexOf(cell.code) + 1) % fitting.length];
}

function grid(control, value, id, change, panel) {
  const cells = control.rows.flatMap((row) => control.columns.map((column) =>
    ({ row, column, code: "", button: keyButton({ tabindex: "-1" }) })));
  const coded = () => cells.filter((cell) => cell.code).map((cell) => [cell.row, cell.column, cell.code]);
  const show = (triples) => {
    for (const cell of cells) {
      const found = triples.find(([row, column]) => row === cell.row && column === cell.column);
      cell.code = found ? found[2] : "";
      paint(cell, control.codes);
    }
  };
  const set = (cell, code) => {
    if (code !== cell.code) {
      cell.code = code;
      paint(cell, control.codes);
      change(coded());
    }
    panel.say(`${cell.button.getAttribute("aria-label")}. ${coded().length} of ${cells.length} cells are coded.`);
  };
  const focus = roving(cells, control.columns.length);
  const afterLast = [...control.codes, ""];
  cells.forEach((cell, index) => {
    cell.button.addEventListener("focus", () => focus.enter(index));
    // Space, Enter, a mouse and a screen reader all end in a click.
    cell.button.addEventListener("click", () =>
      set(cell, afterLast[(afterLast.indexOf(cell.code) + 1) % afterLast.length]));
    cell.button.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const code = codeOfKey(event.key, cell, control.codes);
      if (event.key in moves) focus.move(index, moves[event.key]);
      else if (code !== undefined) set(cell, code);
      else return;
      event.preventDefault();
    });
  });
  show(value);
  panel.whenChanged((values) => show(values[control.name]));
  // The coding goes along, because the kernel may not have been told of the last key yet.
  const file = (action, text) => {
    const button = keyButton({ "aria-label": text }, text);
    button.addEventListener("click", () => panel.send({ action, name: control.name, coding: coded() }));
    return button;
  };
  const letters = control.codes.map((code) => `${code.slice(0, 1).toUpperCase()} ${code}`).join(", ");
  const keys = `Arrow keys move. Space or Enter goes to the next code. Letters: ${letters}. Delete clears.`;
  return element("div", { class: "pioneers-coding" },
    element("div", { id, class: "pioneers-label" }, control.label),
    element("div", { id: `${id}-keys`, class: "pioneers-keys" }, keys),
    gridTable(control, id, cells),
    element("div", { class: "pioneers-file" },
      file("save", "Save my coding as a file"), file("load", "Bring back a saved coding")),
    panel.visibleStatus());
}

const kinds = { slider, choice, tick, marks, text, save, buttons, grid };

// What a learner reads where a control would otherwise do nothing without a word.
const sentences = {
  busy: "Python is still busy. Your choice takes effect as soon as it is done.",
  restarted: "Python was restarted, so these controls do nothing now. In the menu choose Run, Run All Cells.",
  stopped: "Python has stopped or cannot be reached, so these controls do nothing now. "
    + "In the menu choose Kernel, Restart Kernel and Run All Cells.",
  reopened: "The page was opened anew, so nothing follows these controls now. Run this cell again.",
};
const LONG = 1000; // milliseconds without an answer after which a learner wonders

// JupyterLab ties a chart to its controls in the page in which the cell was run, and only there.
function pageOf(model) {
  const pages = (globalThis.pioneersPages ??= new WeakMap());
  const manager = model.widget_manager ?? globalThis;
  if (!pages.has(manager)) pages.set(manager, String(Math.random()));
  return pages.get(manager);
}

// Every message to Python carries a number, which Python sends back when it has dealt with it.
// Programs other than JupyterLab may tell nothing of the kernel; then there is nothing to say of it.
function correspondence(model, el, listen) {
  const [page, kernel] = [pageOf(model), model.widget_manager?.kernel];
  let restarted = false;
  let waiting = null;
  const show = (text, words = {}) => {
    el.querySelector(".pioneers-note")?.remove();
    const place = [...el.children].findLast((child) => child.matches(".pioneers-row")) ?? el;
    if (text) place.append(element("div", { class: "pioneers-note", ...words }, text));
  };
  const trouble = () => {
    const now = model.widget_manager?.kernel;
    if (now === null || now?.status === "dead") return sentences.stopped;
    if (restarted || now !== kernel) return sentences.restarted;
    if (now && now.connectionStatus !== "connected") return sentences.stopped;
    return model.get("page") === page ? "" : sentences.reopened;
  };
  const stop = () => {
    clearTimeout(waiting);
    waiting = null;
  };
  const look = () => show(trouble() || sentences.busy, { role: "alert" });
  const wait = () => { waiting ??= setTimeout(look, LONG); };
  const expect = () => {
    const number = model.get("asked") + 1;
    model.set("asked", number);
    if (trouble()) look();
    else wait();
    return number;
  };
  listen("msg:custom", ({ heard, failed }) => {
    stop();
    show(trouble() || failed, { role: "alert" });
    if (heard < model.get("asked")) wait();
  });
  const follow = (_, status) => {
    restarted ||= status.endsWith("restarting");
    // What was said to a screen reader already stays as it is.
    const told = el.querySelector(".pioneers-note")?.textContent;
    if ((restarted || status === "dead") && trouble() !== told) show(trouble());
  };
  kernel?.statusChanged?.connect(follow);
  const leave = () => {
    stop();
    kernel?.statusChanged?.disconnect(follow);
  };
  if (!model.get("page")) {
    model.set("page", page);
    model.save_changes();
  }
  return { expect, leave, start: () => show(trouble()) };
}

export default {
  render({ model, el }) {
    const number = nextPanel();
    el.classList.add("pioneers-panel");
    const status = element("div", { role: "status", class: "pioneers-status" });
    const listening = [];
    const listen = (event, handler) => {
      model.on(event, handler);
      listening.push([event, handler]);
    };
    const last = [];
    const post = correspondence(model, el, listen);
    const removed = [post.leave];
    const panel = {
      say: (text) => { status.textContent = text; },
      send: (message) => model.send({ ...message, asked: post.expect() }),
      beforeSending: (handler) => last.push(handler),
      whenRemoved: (handler) => removed.push(handler),
      values: () => {
        for (const handler of last) handler();
        return model.get("values");
      },
      whenChanged: (handler) => listen("change:values", () => handler(model.get("values"))),
      visibleStatus: () => {
        status.classList.add("pioneers-visible");
        return status;
      },
    };
    const controls = model.get("controls");
    // Python sees one change: the control that was moved and those that it sends back to their start.
    const cleared = (names) => Object.fromEntries(
      controls.filter(({ name }) => names.includes(name)).map(({ name, value }) => [name, value]));
    controls.forEach((control, index) => {
      const change = (value) => {
        const now = model.get("values");
        const also = value === now[control.name] ? {} : cleared(control.clears ?? []);
        model.set("values", { ...now, ...also, [control.name]: value });
        post.expect();
        model.save_changes();
      };
      const value = model.get("values")[control.name];
      el.append(kinds[control.kind](control, value, `pioneers-${number}-${index}`, change, panel));
    });
    if (!el.contains(status)) el.append(status);
    post.start();
    listen("change:status", () => panel.say(model.get("status")));
    return () => {
      for (const handler of removed) handler();
      for (const [event, handler] of listening) model.off(event, handler);
    };
  },
};
