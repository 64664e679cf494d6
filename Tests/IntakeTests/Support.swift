import Git
import Model
import TestSupport
import Testing

@testable import Intake

/// The id that git printed.
func oid(_ text: some StringProtocol) throws -> ObjectID {
  try #require(ObjectID(hex: String(text)))
}

/// What a test puts at a path: a mode as git prints it and some content; for `160000` a commit's id.
struct Leaf: Hashable, Sendable {
  var mode = "100644"
  let content: String

  init(_ content: String, mode: String = "100644") {
    self.content = content
    self.mode = mode
  }

  static let submodule = Leaf(String(repeating: "1", count: 40), mode: "160000")
}

/// A commit to be: its parents by their places in the list, its date, and all its files.
struct Plan: Sendable {
  var parents: [Int] = []
  var date: Int = GitSandbox.date
  var files: [String: Leaf] = [:]
}

/// A repository with a planned history, read by git and by the room under test.
final class Scene {
  let sandbox: GitSandbox
  let plans: [Plan]
  /// The commits, in the order of the plans.
  let commits: [ObjectID]
  let reader: ObjectReader
  private let places: [ObjectID: Int]

  /// Makes all the commits of `plans` by one process of git.
  init(_ plans: [Plan]) async throws {
    sandbox = try await GitSandbox(bare: true)
    self.plans = plans
    let marks = sandbox.scratch.file("marks")
    var stream = "feature done\n"
    for (index, plan) in plans.enumerated() {
      stream += """
        commit refs/heads/c\(index)
        mark :\(index + 1)
        committer A <a@example.invalid> \(plan.date) +0000
        data \("\(index)".utf8.count)
        \(index)

        """
      for (place, parent) in plan.parents.enumerated() {
        stream += "\(place == 0 ? "from" : "merge") :\(parent + 1)\n"
      }
      stream += "deleteall\n"
      for (path, leaf) in plan.files.sorted(by: { $0.key < $1.key }) {
        if leaf.mode == "160000" {
          stream += "M 160000 \(leaf.content) \(path)\n"
        } else {
          stream += "M \(leaf.mode) inline \(path)\n"
          stream += "data \(leaf.content.utf8.count)\n\(leaf.content)\n"
        }
      }
      stream += "\n"
    }
    stream += "done\n"
    try await mustRun(
      "git", ["fast-import", "--quiet", "--force", "--export-marks=\(marks)"], in: sandbox.path,
      environment: sandbox.environment(), input: Array(stream.utf8))
    var commits: [Int: ObjectID] = [:]
    for line in String(decoding: try sandbox.scratch.read("marks"), as: UTF8.self)
      .split(separator: "\n")
    {
      let words = line.dropFirst().split(separator: " ")
      commits[try #require(Int(words[0])) - 1] = try oid(words[1])
    }
    self.commits = try plans.indices.map { try #require(commits[$0]) }
    places = Dictionary(uniqueKeysWithValues: zip(self.commits, plans.indices))
    reader = ObjectReader(try Repository(discovering: sandbox.path))
  }

  /// The place in the list of plans that `id` was made from.
  func place(of id: ObjectID) throws -> Int { try #require(places[id]) }

  /// The tree of a commit.
  func tree(_ place: Int) throws -> ObjectID { try reader.commit(commits[place]).tree }

  /// Everything that `place` has in its history, itself included; the oracle for all questions of ancestry.
  func history(of place: Int) -> Set<Int> {
    var seen: Set<Int> = [place]
    var waiting = [place]
    while let next = waiting.popLast() {
      for parent in plans[next].parents where seen.insert(parent).inserted {
        waiting.append(parent)
      }
    }
    return seen
  }

  /// The common ancestors of two commits that no other common ancestor descends from.
  func mergeBases(_ left: Int, _ right: Int) -> Set<Int> {
    let common = history(of: left).intersection(history(of: right))
    return common.filter { candidate in
      !common.contains { $0 != candidate && history(of: $0).contains(candidate) }
    }
  }
}

/// How the dates of a random history lie.
enum Dates: CaseIterable, Sendable {
  /// Every commit is younger than its parents.
  case ordered
  /// Many commits have one date.
  case crowded
  /// Any date on any commit.
  case random
  /// Newest first: every commit is older than its parents.
  case reversed

  func date(_ place: Int, of count: Int, _ random: inout SplitMix64) -> Int {
    let start = GitSandbox.date
    return switch self {
    case .ordered: start + 60 * place
    case .crowded: start + place / 6
    case .random: start + Int.random(in: 0..<60 * count, using: &random)
    case .reversed: start + 60 * (count - place)
    }
  }
}

/// A history of `count` commits with merges, octopuses and several roots.
func randomHistory(_ count: Int, _ dates: Dates, _ random: inout SplitMix64) -> [Plan] {
  (0..<count).map { place in
    var parents: [Int] = []
    if place > 0, Int.random(in: 0..<20, using: &random) > 0 {
      // Mostly recent commits, so that histories cross often.
      let wanted = [1, 1, 2, 2, 2, 3][Int.random(in: 0..<6, using: &random)]
      for _ in 0..<wanted {
        let nearby = max(0, place - 1 - Int.random(in: 0..<8, using: &random))
        let parent =
          Int.random(in: 0..<6, using: &random) == 0
          ? Int.random(in: 0..<place, using: &random) : nearby
        if !parents.contains(parent) { parents.append(parent) }
      }
    }
    return Plan(parents: parents, date: dates.date(place, of: count, &random))
  }
}
