import Model

/// Whether access is being issued; expiries and revocations go on in any state.
package enum RunState: String, Hashable, Sendable {
  case running
  /// The mainline's policies are not the accepted ones (DESIGN section 6).
  case frozen
  /// The mainline or the clock cannot be trusted; outweighs `frozen`.
  case halted

  init(cursor: Cursor, halted: [Reason]) {
    self = !halted.isEmpty ? .halted : !cursor.frozen.isEmpty ? .frozen : .running
  }

  var tone: Tone {
    switch self {
    case .running: .good
    case .frozen, .halted: .bad
    }
  }
}

extension Page {
  /// Adds why nothing is issued.
  mutating func standstill(halted: [Reason], frozen: [Reason]) {
    for (state, reasons) in [(RunState.halted, halted), (.frozen, frozen)] where !reasons.isEmpty {
      gap()
      self.reasons(reasons, label: "\(state.rawValue, state.tone)")
    }
  }
}
