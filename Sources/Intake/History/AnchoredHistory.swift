internal import Git
import Model

/// Tells which commits have the anchor in their history: a signature on any other was given for another repository
/// (DESIGN section 4, THREATS row 81).
///
/// Nothing is walked twice, and next to nothing once: whoever branches off the mainline meets it within a few commits.
/// What the mainline had before its anchor is not walked at all. Dates say only in which order commits are looked at.
///
/// A class because all signatures of a landing are asked about, and many landings.
final class AnchoredHistory {
  private let reader: ObjectReader
  private let mainline: Mainline
  private let anchor: ObjectID
  private var known: [ObjectID: Bool] = [:]

  init(_ reader: ObjectReader, _ mainline: Mainline, anchor: ObjectID) {
    self.reader = reader
    self.mainline = mainline
    self.anchor = anchor
    known[anchor] = true
  }

  /// Whether the anchor is `id` or lies in its history.
  func holdsAnchor(_ id: ObjectID) throws(GitError) -> Bool {
    var waiting = CommitQueue()
    var looked: Set<ObjectID> = [id]
    waiting.push(id, seconds: try reader.commit(id).seconds)
    while let next = waiting.pop() {
      let commit = try reader.commit(next)
      switch try verdict(on: commit) {
      case true?:
        known[id] = true
        return true
      // All that lies below is answered with it.
      case false?: continue
      case nil: break
      }
      for parent in commit.parents where looked.insert(parent).inserted {
        waiting.push(parent, seconds: try reader.commit(parent).seconds)
      }
    }
    for id in looked { known[id] = known[id] ?? false }
    return false
  }

  /// What is known of `commit` without walking: whether it was asked about, or stands on the mainline.
  private func verdict(on commit: CommitNode) throws(GitError) -> Bool? {
    if let known = known[commit.id] { return known }
    guard let place = try mainline.distance(of: commit.id, since: commit.seconds) else {
      return nil
    }
    // The anchor's own place is looked for no further than what stands before it.
    guard let first = try mainline.distance(of: anchor, since: commit.seconds) else { return true }
    return place <= first
  }
}
