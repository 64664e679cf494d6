/// A foxtrot merge: `landing` follows `previous` though its first parent is another commit.
package struct MainlineJoint: Hashable, Sendable, Codable {
  package let landing: ObjectID
  package let previous: ObjectID

  package init(landing: ObjectID, previous: ObjectID) {
    self.landing = landing
    self.previous = previous
  }

  /// A joint behind which nobody looks back any more.
  init(endingAt landing: ObjectID) { self.init(landing: landing, previous: .null) }

  /// Whether what `landing` follows is forgotten.
  package var isEnd: Bool { previous == .null }
}
