#include "reports/html/zoom_chart.hpp"

#include <nlohmann/json.hpp>

#include "reports/embedded/chart_files.hpp"
#include "reports/html/html_report.hpp"
#include "reports/html/traffic_series.hpp"
#include "reports/text.hpp"

namespace rehearse::reports {
namespace html {
namespace {

constexpr std::size_t buckets_most = 2000;
constexpr std::size_t spans_most = 500;

}  // namespace

Markup zoom_charts(const View& view) {
  using Json = nlohmann::ordered_json;
  Json given = {{"t", Json::array()},        {"p99", Json::array()},    {"control", Json::array()},
                {"requests", Json::array()}, {"failed", Json::array()}, {"phases", Json::array()},
                {"faults", Json::array()}};
  for (const harness::TrafficBucket& bucket : thinned(view.scenario.traffic, buckets_most)) {
    given["t"].push_back(bucket.begin_us);
    given["p99"].push_back(bucket.operations > 0 ? Json(bucket.p99_us) : Json());
    given["control"].push_back(bucket.control_p99_us > 0 ? Json(bucket.control_p99_us) : Json());
    given["requests"].push_back(bucket.operations);
    given["failed"].push_back(bucket.failed);
  }
  for (const harness::PhaseResult& phase : view.scenario.phases)
    given["phases"].push_back({shortened(phase.name, 40), phase.begin_us, phase.end_us});
  for (const harness::FaultSpan& span : view.scenario.fault_spans) {
    if (given["faults"].size() == spans_most) break;
    given["faults"].push_back({span.begin_us, span.end_us});
  }
  Markup out;
  out.raw("<figure class=\"zoom\" hidden id=\"").text(view.anchors.section("zoom"));
  out.raw("\" data-traffic=\"").text(given.dump()).raw("\"><figcaption>To look closer: drag over ");
  out.raw("a part of a chart, or choose a phase. <label>Show <select></select></label>");
  return out.raw("</figcaption></figure>\n");
}

std::string_view zoom_style() {
  return R"css(
.zoom figcaption { min-height: 0; margin: 10px 0 4px; font-weight: 400; }
.zoom select { font: inherit; color: inherit; background: var(--bg); }
.zoom .uplot { font: inherit; }
.zoom .u-title { font-size: 12.5px; font-weight: 600; text-align: left; }
.zoom .u-legend { font-size: 11.5px; text-align: left; }
.zoom .u-legend th, .zoom .u-legend td { border: 0; min-width: 0; padding: 1px 4px; }
.zoom .u-select { background: var(--line); opacity: .6; }
@media print { .zoom { display: none; } }
)css";
}

std::string_view zoom_script() {
  return R"js(
for (const figure of document.querySelectorAll('figure.zoom')) {
  const given = JSON.parse(figure.dataset.traffic);
  const colour = (name) => getComputedStyle(root).getPropertyValue(name).trim();
  const scaled = (values, by) => values.map((v) => (v === null ? null : v / by));
  const time = scaled(given.t, 1e6);
  const whole = [time[0], time[time.length - 1]];
  const shades = (u) => {
    const { ctx, bbox } = u;
    const at = (t) => Math.min(bbox.left + bbox.width,
        Math.max(bbox.left, u.valToPos(t / 1e6, 'x', true)));
    ctx.save();
    given.phases.forEach(([, begin, end], i) => {
      ctx.fillStyle = colour('--f' + (i % 6));
      ctx.fillRect(at(begin), bbox.top, at(end) - at(begin), bbox.height);
    });
    ctx.strokeStyle = colour('--hatch');
    const { min, max } = u.scales.x;
    for (const [begin, end] of given.faults) {
      if (end / 1e6 < min || begin / 1e6 > max) continue;
      const left = at(begin), right = Math.max(at(end), left + 2);
      ctx.beginPath();
      ctx.rect(left, bbox.top, right - left, bbox.height);
      ctx.save();
      ctx.clip();
      for (let y = bbox.top; y < bbox.top + bbox.height + right - left; y += 8) {
        ctx.moveTo(left, y);
        ctx.lineTo(right, y - (right - left));
      }
      ctx.stroke();
      ctx.restore();
    }
    ctx.restore();
  };
  const line = (label, name, unit, digits, dash) => ({
    label, dash, width: 1.5, stroke: () => colour(name), spanGaps: true, points: { show: false },
    value: (u, v) => (v === null || v === undefined ? '–' : v.toFixed(digits) + unit),
  });
  const axis = (values) => ({
    values: (u, all) => all.map(values), stroke: () => colour('--muted'),
    grid: { stroke: () => colour('--line'), width: 1 }, ticks: { show: false }, size: 62,
    font: '11px system-ui, sans-serif',
  });
  const chart = (title, series, data, values) => {
    const made = new uPlot({
      title, width: figure.clientWidth, height: 230,
      scales: { x: { time: false } },
      cursor: { sync: { key: figure.id }, drag: { x: true, y: false } },
      hooks: { drawClear: [shades] },
      axes: [{ ...axis((v) => v.toFixed(3) + ' s'), size: 30 }, axis(values)],
      series: [
        { label: 'time', value: (u, v) => (v === null ? '–' : v.toFixed(3) + ' s') }, ...series],
    }, [time, ...data], figure);
    made.root.setAttribute('role', 'img');
    made.root.setAttribute('aria-label', title + '; the numbers are in the table above');
    return made;
  };
  figure.hidden = false;
  figure.charts = [
    chart('p99 latency', [line('p99', '--link', ' ms', 1),
      line('without the migration', '--muted', ' ms', 1, [5, 4])],
      [scaled(given.p99, 1e3), scaled(given.control, 1e3)], (v) => v + ' ms'),
    chart('Requests', [line('requests', '--link', '', 0), line('failed', '--bad', '', 0)],
      [given.requests, given.failed], (v) => String(v)),
  ];
  const show = ([min, max]) => figure.charts.forEach((u) => u.setScale('x', { min, max }));
  const choice = figure.querySelector('select');
  choice.add(new Option('the whole run', ''));
  given.phases.forEach(([name], i) => choice.add(new Option(name, i)));
  choice.addEventListener('change', () => {
    show(choice.value === '' ? whole : given.phases[choice.value].slice(1).map((t) => t / 1e6));
  });
  const redraw = () => figure.charts.forEach((u) => {
    u.setSize({ width: figure.clientWidth, height: 230 });
    u.redraw(false);
  });
  addEventListener('resize', redraw);
  document.addEventListener('click', (event) => {
    if (event.target.closest('.theme')) redraw();
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
}
)js";
}

}  // namespace html

const ChartLibrary& chart_library() {
  static const ChartLibrary library = [] {
    ChartLibrary found;
    for (const embedded::File& file : embedded::chart_files()) {
      const std::string bytes(file.bytes);
      if (file.name.ends_with("LICENSE")) found.script += "/*! uPlot\n" + bytes + "*/\n";
      if (file.name.ends_with(".js")) found.script += bytes;
      if (file.name.ends_with(".css")) found.style += bytes;
    }
    return found;
  }();
  return library;
}

}  // namespace rehearse::reports
