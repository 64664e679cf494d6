package import Reports

extension Surroundings {
  /// How reports look here: in colour and broken to the width on a terminal, plain everywhere else.
  ///
  /// `NO_COLOR` asks for no colour (no-color.org).
  package var style: Style {
    Style(
      isColored: isTerminal && Surroundings.variable("NO_COLOR") == nil,
      width: isTerminal ? width : nil, now: now)
  }
}
