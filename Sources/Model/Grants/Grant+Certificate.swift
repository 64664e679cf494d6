/// The clocks of the servers that look at certificates, and at the lists of revoked ones.
package enum ServerClocks {
  /// How far they may lag behind the processor's (DESIGN section 7).
  package static let lag = Duration.seconds(300)

  /// From when something is valid that begins now, and what a program before 0.3 made of it.
  package static func beginnings(at now: Instant) -> [Instant] {
    [now.advanced(by: .zero - lag), now]
  }
}

extension Grant {
  /// From when its certificates are valid, and what a program before 0.3 made of it: where the window begins with the
  /// issue, somewhat earlier; a start that somebody asked for is kept, and so is every end.
  package var certificateStarts: [Instant] {
    history.first?.at == start ? ServerClocks.beginnings(at: start) : [start]
  }

  package var certificateStart: Instant { certificateStarts[0] }
}
