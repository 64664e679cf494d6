import Model

/// Objects that go into one pack, in the order in which they were met, each with the path it stands at.
///
/// The packer looks for deltas among neighbours of one path, and neighbours are versions of one another
/// only in this order: sorted by id, a pack of 5,000 ledger commits takes five times as long and as
/// much room.
struct PackContent {
  private(set) var objects: [(id: ObjectID, path: String)] = []
  private var known: Set<ObjectID> = []

  /// Whether the object is among them.
  func contains(_ id: ObjectID) -> Bool { known.contains(id) }

  /// Adds an object, unless it is there.
  mutating func add(_ id: ObjectID, at path: String) {
    if known.insert(id).inserted { objects.append((id, path)) }
  }
}
