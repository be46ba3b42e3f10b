// Looks whether the chart of its cell was drawn, tells Python, and shows the report to copy. If Python
// does not answer, the page says so by itself.

const LOOK = 200; // milliseconds
const BUSY = 5; // a Python that computes is waited for this many times longer

// Every widget loads this file anew, so the count that keeps ids unique lives in the page.
function nextReport() {
  globalThis.pioneersReports = (globalThis.pioneersReports ?? 0) + 1;
  return `pioneers-report-${globalThis.pioneersReports}`;
}

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

// Cells out of sight have no layout, so no size is asked for.
function chartOf(el) {
  return el.closest(".jp-Cell")?.querySelector("[role=graphics-document] svg.marks path");
}

// Without https there is no clipboard to write to; then the text is selected, which moves the focus to it.
function copied(box) {
  const select = () => {
    box.select();
    return document.execCommand("copy");
  };
  return navigator.clipboard?.writeText(box.value).then(() => true, select) ?? Promise.resolve(select());
}

function reportBox(say) {
  const id = nextReport();
  const keys = { "data-lm-suppress-shortcuts": "true" };
  const label = element("label", { for: id, class: "pioneers-label" }, "Report to copy");
  const box = element("textarea", { id, readonly: "", rows: 6, ...keys });
  const button = element("button", { type: "button", ...keys }, "Copy the report");
  button.addEventListener("click", () => copied(box).then((done) =>
    say(done ? "The report is copied." : "The report is selected. Press Ctrl+C, on a Mac Cmd+C.")));
  const row = element("div", { class: "pioneers-text" }, label, box, element("div", {}, button));
  return { row, fill: (text) => { box.value = text; } };
}

export default {
  render({ model, el }) {
    el.classList.add("pioneers-panel");
    const status = element("div", { role: "status", class: "pioneers-status pioneers-visible" });
    const say = (text) => { status.textContent = text; };
    const { row, fill } = reportBox(say);
    el.append(status);
    const patience = 1000 * model.get("seconds");
    let timer = null;
    const show = (said, report) => {
      clearTimeout(timer);
      el.append(row);
      fill(report);
      say(said);
    };
    const answered = () => show(model.get("said"), model.get("report"));
    const silent = () => {
      const [line, said] = model.get("unanswered");
      show(`${line} ${said}`, `${line}\n${said}`);
    };
    const wait = (more) => {
      const busy = model.widget_manager?.kernel?.status === "busy";
      if (busy && more) timer = setTimeout(wait, patience, more - 1);
      else silent();
    };
    const tell = (drawn) => {
      model.send({ drawn });
      timer = setTimeout(wait, patience, BUSY);
    };
    const look = (left) => {
      const drawn = Boolean(chartOf(el));
      if (drawn || left <= 0) tell(drawn);
      else timer = setTimeout(look, LOOK, left - LOOK);
    };
    model.on("change:report", answered);
    if (model.get("report")) {
      answered();
    } else {
      say("The check runs. It takes a few seconds.");
      timer = setTimeout(look, LOOK, patience);
    }
    return () => {
      clearTimeout(timer);
      model.off("change:report", answered);
    };
  },
};
