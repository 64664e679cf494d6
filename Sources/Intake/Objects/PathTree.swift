internal import Model

/// Paths, as the tree of their segments.
final class PathTree {
  /// What goes on below, by the next segment.
  private(set) var below: [[UInt8]: PathTree] = [:]
  /// Whether one of the paths ends here.
  private(set) var isEnd = false

  private init() {}

  convenience init(_ paths: some Sequence<RepositoryPath>) {
    self.init()
    for path in paths {
      var place = self
      for segment in path.segments {
        if let next = place.below[Array(segment)] {
          place = next
        } else {
          let next = PathTree()
          place.below[Array(segment)] = next
          place = next
        }
      }
      place.isEnd = true
    }
  }

  /// Whether any path goes on below.
  var hasNames: Bool { !below.isEmpty }

  /// What goes on below in the order of the names: what is read, and so counted, has one order.
  private(set) lazy var inOrder = below.sorted { $0.key.lexicographicallyPrecedes($1.key) }
}
