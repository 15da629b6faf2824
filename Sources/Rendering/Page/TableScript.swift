/// The one script there is: it sorts and filters the tables of a page, and does nothing else.
///
/// It fetches nothing, stores nothing and makes no markup out of text. Without it the page is the same.
enum TableScript {
    static let text = #"""
        "use strict";
        (() => {
          const status = document.createElement("p");
          status.className = "hidden";
          status.setAttribute("role", "status");
          document.body.append(status);
          const units = { d: 86400, h: 3600, min: 60, s: 1 };

          // What a cell is sorted by: seconds, a number, a moment or a text; nothing where nothing is known.
          function key(cell) {
            if (!cell) return null;
            const time = cell.querySelector("time");
            if (time) return time.getAttribute("datetime");
            const own = [...cell.childNodes].filter((node) => node.nodeName !== "SMALL" && node.nodeName !== "svg");
            const text = own.map((node) => node.textContent).join(" ").replace(/\s+/g, " ").trim().replace(/^at (least|most) /, "");
            if (text === "" || text === "–" || text.startsWith("not ")) return null;
            const spans = [...text.matchAll(/([\d.,]+)\s(d|h|min|s)(?=\s|$)/g)];
            if (spans.length > 0) return spans.reduce((sum, span) => sum + Number(span[1].replaceAll(",", "")) * units[span[2]], 0);
            const number = text.match(/^-?[\d,]+(\.\d+)?/);
            return number ? Number(number[0].replaceAll(",", "")) : text.toLowerCase();
          }

          function compare(one, other) {
            if (one === other) return 0;
            if (one === null) return 1;
            if (other === null) return -1;
            if (typeof one === typeof other) return one < other ? -1 : 1;
            return typeof one === "number" ? -1 : 1;
          }

          function sort(table, column, heading) {
            const isDown = heading.getAttribute("aria-sort") !== "descending";
            for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
            heading.setAttribute("aria-sort", isDown ? "descending" : "ascending");
            const body = table.tBodies[0];
            const rows = [...body.rows].map((row) => [key(row.cells[column]), row]);
            // What is not known stays at the end either way.
            rows.sort(([one], [other]) =>
              one === null || other === null ? compare(one, other) : isDown ? compare(other, one) : compare(one, other));
            body.append(...rows.map(([, row]) => row));
            status.textContent = `Sorted by ${heading.textContent}, ${isDown ? "largest" : "smallest"} first.`;
          }

          function filter(table, words, count) {
            const wanted = words.toLowerCase().split(/\s+/).filter((word) => word !== "");
            let shown = 0;
            for (const row of table.tBodies[0].rows) {
              const text = row.textContent.toLowerCase();
              row.hidden = !wanted.every((word) => text.includes(word));
              if (!row.hidden) shown += 1;
            }
            count.textContent = wanted.length === 0 ? "" : `${shown} of ${table.tBodies[0].rows.length} rows`;
          }

          // The devices behind the fold are rows of the same table here.
          const devices = [...document.querySelectorAll("table.devices")];
          for (const more of devices.slice(1)) {
            devices[0].tBodies[0].append(...more.tBodies[0].rows);
            more.closest("details")?.remove();
          }

          let number = 0;
          for (const table of document.querySelectorAll("table:not(.heat, .month)")) {
            if (!table.tHead || !table.tBodies[0] || table.tBodies[0].rows.length < 3) continue;
            for (const [column, heading] of [...table.tHead.rows[0].cells].entries()) {
              if (heading.textContent.trim() === "") continue;
              const button = document.createElement("button");
              button.type = "button";
              button.append(...heading.childNodes);
              button.addEventListener("click", () => sort(table, column, heading));
              heading.append(button);
            }
            if (table.tBodies[0].rows.length < 10) continue;
            number += 1;
            const line = document.createElement("p");
            line.className = "find";
            const label = document.createElement("label");
            const input = document.createElement("input");
            const count = document.createElement("span");
            const place = table.closest(".scroll") ?? table;
            input.type = "search";
            input.id = `filter-${number}`;
            label.htmlFor = input.id;
            label.textContent = `Filter: ${place.getAttribute("aria-label") ?? "rows"}`;
            count.setAttribute("role", "status");
            input.addEventListener("input", () => filter(table, input.value, count));
            line.append(label, " ", input, " ", count);
            place.before(line);
          }
        })();
        """#
}
