import Model

extension Run {
  /// Tells once that a target does not do what it is to do, and once that it does again.
  mutating func noteTroubles() {
    guard let troubles = snapshot.troubles else { return }
    let known = snapshot.record.cursor.troubles
    for trouble in troubles where !known.contains(where: { $0.system == trouble.system }) {
      decide(.fail(trouble))
    }
    for trouble in known where !troubles.contains(where: { $0.system == trouble.system }) {
      decide(.recover(trouble))
    }
  }
}
