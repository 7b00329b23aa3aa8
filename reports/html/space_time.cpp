#include "reports/html/space_time.hpp"

#include <algorithm>
#include <map>
#include <vector>

#include "reports/anchors.hpp"
#include "reports/text.hpp"

namespace rehearse::reports::html {
namespace {

using harness::Counterexample;
using harness::ToldEvent;

constexpr double gutter = 86;
constexpr double lane_height = 26;
constexpr double phase_height = 20;
constexpr double head_height = 34;
constexpr double width_total = 1180;
constexpr std::size_t lanes_max = 16;
constexpr const char* lane_of_the_rest = "other nodes";

/// Clients, application, old, new, others.
int group_of(const std::string& lane) {
  if (lane.starts_with("client")) return 0;
  if (lane.starts_with("app")) return 1;
  if (lane.ends_with("old") || lane.find(".old") != std::string::npos) return 2;
  if (lane.ends_with("new") || lane.find(".new") != std::string::npos) return 3;
  return 4;
}

/// Everything the drawing needs to know about places.
class Layout {
 public:
  Layout(const Counterexample& example, std::size_t shown) {
    for (std::size_t i = 0; i < shown; ++i) {
      note(example.events[i].lane);
      if (!example.events[i].to.empty()) note(example.events[i].to);
    }
    std::stable_sort(lanes_.begin(), lanes_.end(),
                     [](const auto& a, const auto& b) { return group_of(a) < group_of(b); });
    if (lanes_.size() > lanes_max) {
      lanes_.resize(lanes_max - 1);
      lanes_.emplace_back(lane_of_the_rest);
    }
    lane_index_.clear();
    for (std::size_t i = 0; i < lanes_.size(); ++i) lane_index_.emplace(lanes_[i], i);
    place_rows(example, shown);
  }

  const std::vector<std::string>& lanes() const { return lanes_; }
  double spacing() const {
    return std::clamp(660.0 / static_cast<double>(lanes_.size()), 52.0, 120.0);
  }
  double x(const std::string& lane) const {
    const auto found = lane_index_.find(lane);
    const std::size_t index = found == lane_index_.end() ? lanes_.size() - 1 : found->second;
    return gutter + spacing() * (static_cast<double>(index) + 0.5);
  }
  double right() const { return gutter + spacing() * static_cast<double>(lanes_.size()); }
  double y(std::size_t event) const { return rows_[event]; }
  double height() const { return height_; }

 private:
  void note(const std::string& lane) {
    if (lane_index_.emplace(lane, 0).second) lanes_.push_back(lane);
  }

  void place_rows(const Counterexample& example, std::size_t shown) {
    double y = head_height;
    for (std::size_t i = 0; i < shown; ++i) {
      const bool turn = i == 0 || example.events[i].phase != example.events[i - 1].phase;
      if (turn) y += phase_height;
      rows_.push_back(y + lane_height / 2);
      y += lane_height;
    }
    height_ = y + 8;
  }

  std::vector<std::string> lanes_;
  std::map<std::string, std::size_t> lane_index_;
  std::vector<double> rows_;
  double height_ = 0;
};

Markup words(double x, double y, const char* anchor, const char* style_class,
             std::string_view text) {
  const bool muted = std::string_view(style_class) == "m";
  Markup out;
  out.raw("<text class=\"").trusted(style_class).raw("\" fill=\"");
  out.trusted(muted ? "#59636e" : "#1f2328").raw("\" text-anchor=\"").trusted(anchor);
  out.raw("\" x=\"").coordinate(x).raw("\" y=\"").coordinate(y).raw("\">").text(text);
  return out.raw("</text>");
}

Markup lifelines(const Layout& layout) {
  Markup out;
  const auto letters = static_cast<std::size_t>(layout.spacing() / 6.4);
  std::size_t index = 0;
  for (const std::string& lane : layout.lanes()) {
    const double x = gutter + layout.spacing() * (static_cast<double>(index++) + 0.5);
    out.add(words(x, 16, "middle", "t b", shortened(lane, letters)));
    out.raw("<path class=\"l\" stroke=\"#8c959f\" d=\"M").coordinate(x).raw(" 24V");
    out.coordinate(layout.height() - 4).raw("\"/>");
  }
  return out;
}

/// A line across, where the plan enters another phase.
Markup phase_turn(const Layout& layout, const ToldEvent& event, std::size_t index) {
  const double y = layout.y(index) - lane_height / 2 - phase_height / 2 + 2;
  Markup out;
  out.raw("<path class=\"l\" stroke=\"#d1d9e0\" d=\"M0 ").coordinate(y - 10).raw("H");
  out.coordinate(width_total).raw("\"/>");
  return out.add(words(4, y + 3, "start", "t b", "phase " + shortened(event.phase, 40)));
}

/// An arrow to the other lane, a little downwards: the message arrives later. Lost: dashed, with a
/// cross.
Markup message(const Layout& layout, const ToldEvent& event, double y) {
  const double from = layout.x(event.lane);
  const double to = layout.x(event.to);
  Markup out;
  if (from == to) return out;
  const double side = to > from ? 1 : -1;
  const double end = event.lost ? from + (to - from) * 0.68 : to - side * 3;
  const double end_y = event.lost ? y + 5 : y + 8;
  const char* style_class = event.witness ? "arrow bl" : "arrow";
  const char* colour = event.witness ? "#a40e26" : "#424a53";
  out.raw("<path fill=\"none\" class=\"").trusted(style_class).raw("\" stroke=\"").trusted(colour);
  out.raw("\" stroke-width=\"1.5\"");
  if (event.lost) out.raw(" stroke-dasharray=\"5 4\"");
  out.raw(" d=\"M").coordinate(from).raw(" ").coordinate(y).raw("L").coordinate(end).raw(" ");
  out.coordinate(end_y);
  if (event.lost) {
    out.raw("\"/><path fill=\"none\" class=\"")
        .trusted(style_class)
        .raw("\" stroke=\"")
        .trusted(colour);
    out.raw("\" stroke-width=\"2.2\" d=\"M").coordinate(end - 5).raw(" ").coordinate(end_y - 5);
    out.raw("l10 10m0 -10l-10 10");
  } else {
    out.raw("M").coordinate(end - side * 8).raw(" ").coordinate(end_y - 5).raw("L").coordinate(end);
    out.raw(" ")
        .coordinate(end_y)
        .raw("L")
        .coordinate(end - side * 7)
        .raw(" ")
        .coordinate(end_y + 3);
  }
  return out.raw("\"/>");
}

/// A fault is a hatched block on its lane, or from lane to lane.
Markup fault_block(const Layout& layout, const ToldEvent& event, double y) {
  const double a = layout.x(event.lane);
  const double b = event.to.empty() ? a : layout.x(event.to);
  Markup out;
  out.raw("<rect class=\"hatch\" fill=\"url(#hatch)\" stroke=\"#8a4b00\" x=\"");
  out.coordinate(std::min(a, b) - 20)
      .raw("\" y=\"")
      .coordinate(y - 11)
      .raw("\" height=\"22\" width=\"");
  return out.coordinate(std::max(a, b) - std::min(a, b) + 40).raw("\"/>");
}

Markup bullet(const Layout& layout, const ToldEvent& event, std::size_t index,
              const std::string& anchor) {
  const double x = layout.x(event.lane);
  const double y = layout.y(index);
  const std::string number = std::to_string(index + 1);
  Markup out;
  out.raw("<a href=\"#").text(step_anchor(anchor, index + 1)).raw("\" aria-label=\"step ");
  out.text(number).raw("\"><circle class=\"").trusted(event.witness ? "dot bad" : "dot");
  out.raw("\" fill=\"").trusted(event.witness ? "#a40e26" : "#ffffff");
  out.raw("\" stroke=\"")
      .trusted(event.witness ? "#a40e26" : "#424a53")
      .raw("\" cx=\"")
      .coordinate(x);
  out.raw("\" cy=\"").coordinate(y).raw("\" r=\"9\"/><text class=\"");
  out.trusted(event.witness ? "on" : "t").raw("\" fill=\"");
  out.trusted(event.witness ? "#ffffff" : "#1f2328")
      .raw("\" font-size=\"10\" text-anchor=\"middle\" x=\"");
  out.coordinate(x).raw("\" y=\"").coordinate(y + 3.5).raw("\">").text(number);
  return out.raw("</text></a>");
}

Markup event_row(const Layout& layout, const Counterexample& example, std::size_t index,
                 const std::string& anchor) {
  const ToldEvent& event = example.events[index];
  const double y = layout.y(index);
  Markup out;
  const bool first = index == 0;
  if (first || event.phase != example.events[index - 1].phase) {
    out.add(phase_turn(layout, event, index));
  }
  if (first || event.time_us != example.events[index - 1].time_us) {
    out.add(words(gutter - 12, y + 4, "end", "m", seconds(event.time_us)));
  }
  if (event.kind == "fault") out.add(fault_block(layout, event, y));
  if (!event.to.empty()) out.add(message(layout, event, y));
  out.add(bullet(layout, event, index, anchor));
  const auto letters = static_cast<std::size_t>((width_total - layout.right() - 12) / 6.0);
  return out.add(words(layout.right() + 10, y + 4, "start", event.witness ? "t b" : "t",
                       shortened(event.text, std::max<std::size_t>(letters, 20))));
}

}  // namespace

Markup space_time(const Counterexample& example, const std::string& anchor) {
  const std::size_t shown = std::min(example.events.size(), events_drawn_max);
  if (shown == 0) return {};
  const Layout layout(example, shown);
  const double width = std::max(width_total, layout.right() + 140);
  Markup out;
  out.raw("<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Space-time diagram\">");
  out.raw("<svg class=\"spacetime\" role=\"group\" xmlns=\"http://www.w3.org/2000/svg\" ");
  out.raw("viewBox=\"0 0 ").coordinate(width).raw(" ").coordinate(layout.height());
  out.raw("\" width=\"").coordinate(width).raw("\" height=\"").coordinate(layout.height());
  out.raw("\" font-family=\"system-ui, sans-serif\" font-size=\"11.5\"><title>");
  out.text("Space-time diagram of " + count(static_cast<std::int64_t>(shown), "event") + ": " +
           one_line(example.sentence));
  out.raw("</title>").add(lifelines(layout));
  for (std::size_t i = 0; i < shown; ++i) out.add(event_row(layout, example, i, anchor));
  return out.raw("</svg></div>\n");
}

}  // namespace rehearse::reports::html
