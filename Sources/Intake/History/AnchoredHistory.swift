internal import Git
import Model

/// Tells which commits have the anchor in their history: a signature on any other was given for another repository
/// (DESIGN section 4, THREATS row 81).
///
/// Each commit is walked once, whoever asks: what is left without an answer has none below it, and an answer is also that of
/// all that leads to it. Whoever branches off the mainline meets it within a few commits, and what the mainline had before its
/// anchor is not walked at all. Dates say only how far back the mainline is looked at.
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
    // The way from `id` to where the walk is, with the parents that are still to be looked at.
    var way: [(id: ObjectID, parents: ArraySlice<ObjectID>)] = []
    var next = id
    while true {
      let commit = try reader.commit(next)
      switch try verdict(on: commit) {
      case true?:
        for step in way { known[step.id] = true }
        return true
      case false?: break
      case nil: way.append((next, commit.parents[...]))
      }
      while let last = way.last, last.parents.isEmpty {
        known[last.id] = false
        way.removeLast()
      }
      guard let parent = way.last?.parents.first else { return false }
      way[way.count - 1].parents.removeFirst()
      next = parent
    }
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
