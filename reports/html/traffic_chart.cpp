#include "reports/html/traffic_chart.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include "reports/html/time_axis.hpp"
#include "reports/html/traffic_series.hpp"
#include "reports/html/zoom_chart.hpp"
#include "reports/text.hpp"

namespace rehearse::reports::html {
namespace {

using harness::ScenarioResult;
using harness::TrafficBucket;

constexpr double chart_left = 62;
constexpr double chart_right = 586;
constexpr double top = 12;
constexpr double bottom = 160;
constexpr std::size_t drawn_max = 240;
constexpr std::size_t rows_max = 60;

using Value = std::int64_t (*)(const TrafficBucket&);

/// What one chart shows. A negative value is none.
struct Chart {
  std::string_view name;
  Value value;
  Value control;
  std::string (*says)(std::int64_t);
};

std::int64_t p99(const TrafficBucket& bucket) { return bucket.operations > 0 ? bucket.p99_us : -1; }
std::int64_t control_p99(const TrafficBucket& bucket) {
  return bucket.control_p99_us > 0 ? bucket.control_p99_us : -1;
}
std::int64_t failed(const TrafficBucket& bucket) { return bucket.failed; }
std::int64_t control_failed(const TrafficBucket& bucket) { return bucket.control_failed; }
std::string latency(std::int64_t us) { return milliseconds(us); }
std::string requests(std::int64_t number) { return count(number, "request"); }

struct Scale {
  TimeAxis time;
  std::int64_t most = 1;
  double y(std::int64_t value) const {
    return bottom - (bottom - top) * static_cast<double>(value) / static_cast<double>(most);
  }
};

Markup shades(const Scale& scale, const ScenarioResult& scenario) {
  Markup out;
  for (std::size_t i = 0; i < scenario.phases.size(); ++i) {
    const double x = scale.time.x(scenario.phases[i].begin_us);
    out.raw("<rect class=\"").text(phase_class(i)).raw("\" fill=\"").text(phase_fill(i));
    out.raw("\" x=\"").coordinate(x).raw("\" y=\"").coordinate(top).raw("\" width=\"");
    out.coordinate(scale.time.x(scenario.phases[i].end_us) - x).raw("\" height=\"");
    out.coordinate(bottom - top).raw("\"/>");
  }
  for (const Extent& extent : fault_extents(scenario, scale.time, "", 2.0)) {
    out.raw("<rect class=\"hatch\" fill=\"url(#hatch)\" x=\"")
        .coordinate(extent.begin)
        .raw("\" y=\"");
    out.coordinate(top).raw("\" width=\"").coordinate(extent.end - extent.begin);
    out.raw("\" height=\"").coordinate(bottom - top).raw("\"/>");
  }
  return out;
}

/// A line through the values; it breaks where there are none.
Markup line(const Scale& scale, const std::vector<TrafficBucket>& buckets, Value value,
            bool control) {
  Markup points;
  bool on = false;
  for (std::size_t i = 0; i < buckets.size(); ++i) {
    const std::int64_t v = value(buckets[i]);
    if (v < 0) {
      on = false;
      continue;
    }
    const std::int64_t next = i + 1 < buckets.size() ? buckets[i + 1].begin_us : scale.time.end_us;
    points.trusted(on ? "L" : "M").coordinate(scale.time.x(buckets[i].begin_us)).raw(" ");
    points.coordinate(scale.y(v)).raw("H").coordinate(scale.time.x(next));
    on = true;
  }
  Markup out;
  if (points.empty()) return out;
  out.raw("<path fill=\"none\" class=\"").trusted(control ? "control" : "series");
  out.raw("\" stroke=\"").trusted(control ? "#424a53" : "#0550ae").raw("\" stroke-width=\"");
  out.trusted(control ? "1.3\" stroke-dasharray=\"5 3" : "1.8");
  return out.raw("\" d=\"").add(points).raw("\"/>");
}

Markup value_ticks(const Scale& scale, const Chart& chart) {
  Markup out;
  for (const std::int64_t value : {std::int64_t{0}, scale.most / 2, scale.most}) {
    if (value == scale.most / 2 && scale.most % 2 != 0) continue;
    const double y = scale.y(value);
    out.raw("<path class=\"l\" stroke=\"#8c959f\" stroke-width=\"0.5\" d=\"M")
        .coordinate(chart_left);
    out.raw(" ").coordinate(y).raw("H").coordinate(chart_right).raw("\"/>");
    out.raw("<text class=\"m\" fill=\"#59636e\" font-size=\"10.5\" text-anchor=\"end\" x=\"");
    const bool in_ms = chart.value == p99;
    out.coordinate(chart_left - 6).raw("\" y=\"").coordinate(y + 4).raw("\">");
    out.text(in_ms ? chart.says(value) : count(value)).raw("</text>");
  }
  return out;
}

const TrafficBucket* worst(const std::vector<TrafficBucket>& buckets, Value value) {
  const auto found =
      std::max_element(buckets.begin(), buckets.end(),
                       [&](const auto& a, const auto& b) { return value(a) < value(b); });
  return found == buckets.end() || value(*found) < 0 ? nullptr : &*found;
}

std::string phase_at(const ScenarioResult& scenario, std::int64_t time_us) {
  for (const harness::PhaseResult& phase : scenario.phases) {
    if (time_us >= phase.begin_us && time_us < phase.end_us) return " in " + one_line(phase.name);
  }
  return {};
}

/// `buckets` are those that are drawn, so that the words and the drawing agree.
std::string conclusion(const ScenarioResult& scenario, const Chart& chart,
                       const std::vector<TrafficBucket>& buckets) {
  const TrafficBucket* highest = worst(buckets, chart.value);
  const TrafficBucket* control = worst(buckets, chart.control);
  std::string text(chart.name);
  if (buckets.size() > 1) {
    text += " per " + seconds(subtract(buckets[1].begin_us, buckets[0].begin_us));
  }
  if (highest == nullptr) return text + ": nothing measured";
  text += ": highest " + chart.says(chart.value(*highest));
  if (chart.value(*highest) > 0) {
    text += " at " + seconds(highest->begin_us) + phase_at(scenario, highest->begin_us);
  }
  if (control == nullptr) return text + "; not measured without migration";
  return text + "; without migration highest " + chart.says(chart.control(*control));
}

Markup draw(const ScenarioResult& scenario, const Chart& chart) {
  const std::vector<TrafficBucket> buckets = thinned(scenario.traffic, drawn_max);
  Scale scale{.time = time_axis(scenario, chart_left, chart_right)};
  for (const TrafficBucket& bucket : buckets) {
    scale.most = std::max({scale.most, chart.value(bucket), chart.control(bucket)});
  }
  scale.most = round_up(std::max<std::int64_t>(scale.most, 2));
  const std::string says = conclusion(scenario, chart, buckets);
  Markup out;
  out.raw("<figure><figcaption>").text(says).raw("</figcaption>");
  out.raw("<svg role=\"img\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 596 184\" ");
  out.raw("width=\"596\" height=\"184\" font-family=\"system-ui, sans-serif\"><title>").text(says);
  out.raw("</title>").add(shades(scale, scenario)).add(value_ticks(scale, chart));
  out.add(line(scale, buckets, chart.control, true)).add(line(scale, buckets, chart.value, false));
  return out.add(time_ticks(scale.time, bottom, 6)).raw("</svg></figure>\n");
}

Markup table(const ScenarioResult& scenario) {
  const std::vector<TrafficBucket> buckets = thinned(scenario.traffic, rows_max);
  Markup out;
  out.raw("<details><summary>The numbers behind the charts</summary><div class=\"fold\">");
  if (buckets.size() < scenario.traffic.size()) {
    out.raw("<p class=\"note\">")
        .text(count(static_cast<std::int64_t>(scenario.traffic.size())) +
              " intervals put together into " + count(static_cast<std::int64_t>(buckets.size())) +
              ": counts added, latencies the worst.")
        .raw("</p>");
  }
  out.raw(
      "<table><thead><tr><th scope=\"col\" class=\"n\">from</th><th scope=\"col\" class=\"n\">");
  out.raw(
      "requests</th><th scope=\"col\" class=\"n\">failed</th><th scope=\"col\" "
      "class=\"n\">p50</th>");
  out.raw("<th scope=\"col\" class=\"n\">p99</th><th scope=\"col\" class=\"n\">max</th>");
  out.raw("<th scope=\"col\" class=\"n\">p99 without migration</th></tr></thead><tbody>\n");
  for (const TrafficBucket& bucket : buckets) {
    const auto cell = [&out](const std::string& text) {
      out.raw("<td class=\"n\">").text(text).raw("</td>");
    };
    out.raw("<tr>");
    cell(seconds(bucket.begin_us));
    cell(count(bucket.operations));
    cell(count(bucket.failed));
    cell(bucket.operations > 0 ? milliseconds(bucket.p50_us) : "–");
    cell(bucket.operations > 0 ? milliseconds(bucket.p99_us) : "–");
    cell(bucket.operations > 0 ? milliseconds(bucket.max_us) : "–");
    cell(bucket.control_p99_us > 0 ? milliseconds(bucket.control_p99_us) : "–");
    out.raw("</tr>\n");
  }
  return out.raw("</tbody></table></div></details>\n");
}

}  // namespace

Markup traffic_section(const View& view) {
  Markup out;
  out.raw("<h3 id=\"").text(view.anchors.section("traffic")).raw("\">Traffic</h3>\n");
  if (view.scenario.traffic.empty()) {
    return out.raw("<p>No traffic over time was recorded.</p>\n");
  }
  out.raw(
      "<p class=\"note\">One sample run, simulated time. Solid: with the migration. Dashed: the "
      "same ");
  out.raw("traffic without it. Shaded: phases. Hatched: faults.</p>\n<div class=\"charts\">");
  out.add(draw(view.scenario,
               {.name = "p99 latency", .value = p99, .control = control_p99, .says = latency}));
  out.add(draw(
      view.scenario,
      {.name = "Failed requests", .value = failed, .control = control_failed, .says = requests}));
  out.raw("</div>\n").add(table(view.scenario));
  return view.zoomable ? out.add(zoom_charts(view)) : out;
}

}  // namespace rehearse::reports::html
