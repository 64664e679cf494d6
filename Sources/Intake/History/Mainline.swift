internal import Git
internal import Model

/// The first-parent chain of the protected branch, walked back only as far as somebody asks.
final class Mainline {
  private let reader: ObjectReader
  private let joints: [ObjectID: ObjectID]
  /// Newest first.
  private var chain: [ObjectID]
  private var positions: [ObjectID: Int]

  /// The chain that ends in `tip`; at a joint it goes on at the commit that was processed before.
  init(_ reader: ObjectReader, tip: ObjectID, joints: [MainlineJoint]) {
    self.reader = reader
    self.joints = Dictionary(
      joints.map { ($0.landing, $0.previous) }
    ) { first, _ in first }
    chain = [tip]
    positions = [tip: 0]
  }

  /// The commit before `id` on the chain.
  func previous(of id: ObjectID) throws(GitError) -> ObjectID? {
    if let joint = joints[id] { return joint == .null ? nil : joint }
    return try reader.mainlineCommit(id).parents.first
  }

  /// How many commits lie between the tip and `id`; nil where `id` is not on the chain.
  func distance(of id: ObjectID) throws(GitError) -> Int? {
    while true {
      if let known = positions[id] { return known }
      guard try extend() else { return nil }
    }
  }

  /// The same, looked for no further back than to a commit dated before `seconds`: nil may mean that it lies further.
  func distance(of id: ObjectID, since seconds: Int64) throws(GitError) -> Int? {
    while true {
      if let known = positions[id] { return known }
      guard let oldest = chain.last, try reader.mainlineCommit(oldest).seconds >= seconds,
        try extend()
      else { return nil }
    }
  }

  /// Goes one commit further back; false at the end.
  private func extend() throws(GitError) -> Bool {
    guard let oldest = chain.last, let next = try previous(of: oldest), positions[next] == nil
    else { return false }
    positions[next] = chain.count
    chain.append(next)
    return true
  }

  /// Whether `id` is `limit` or a commit before it on the chain.
  func contains(_ id: ObjectID, atOrBefore limit: ObjectID) throws(GitError) -> Bool {
    guard let from = try distance(of: limit), let place = try distance(of: id) else {
      return false
    }
    return place >= from
  }

  /// The commits after `start` up to the tip, oldest first; nil where `start` is not on the chain.
  func commits(after start: ObjectID) throws(GitError) -> [ObjectID]? {
    guard let place = try distance(of: start) else { return nil }
    return chain[..<place].reversed()
  }
}
