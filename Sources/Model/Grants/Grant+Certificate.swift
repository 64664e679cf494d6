extension Grant {
  /// How far the clocks of servers may lag behind the processor's (DESIGN section 7).
  private static let lag = Duration.seconds(300)

  /// From when its certificates are valid: where the window begins with the issue, somewhat earlier, for servers
  /// whose clocks lag; a start that somebody asked for is kept, and so is every end.
  package var certificateStart: Instant {
    history.first?.at == start ? start.advanced(by: .zero - Self.lag) : start
  }

  /// The same, and what a program before 0.3 made of it.
  package var certificateStarts: [Instant] {
    certificateStart == start ? [start] : [certificateStart, start]
  }
}
