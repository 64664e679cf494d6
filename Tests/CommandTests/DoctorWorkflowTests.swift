import TestSupport
import Testing

/// A CI file, and what the doctor says of it.
struct SuspectFile: Sendable, CustomTestStringConvertible {
  let name: String
  var path = ".github/workflows/c.yml"
  let content: String
  /// Absent: nothing is amiss.
  let says: String?

  var testDescription: String { name }

  private static let sound = """
    on:
      push: {branches: [main]}
      schedule: [{cron: "0 * * * *"}]
    concurrency: {group: c, cancel-in-progress: false}
    jobs:
      run:
        steps:
          - uses: actions/checkout@v5
            with: {fetch-depth: 0}   # all of it
          - run: countersign run --push origin
    """

  static let all: [SuspectFile] = [
    SuspectFile(name: "sound", content: sound, says: nil),
    SuspectFile(
      name: "quoted", content: sound.replacing("fetch-depth: 0", with: "'fetch-depth':  \"0\""),
      says: nil),
    SuspectFile(
      name: "shallow", content: sound.replacing("fetch-depth: 0", with: "clean: true"),
      says: "clone shallowly"),
    SuspectFile(
      name: "depth in a comment alone",
      content: sound.replacing("{fetch-depth: 0}", with: "{}   # fetch-depth: 0"),
      says: "clone shallowly"),
    SuspectFile(
      name: "no schedule", content: sound.replacing("schedule:", with: "release:"),
      says: "no schedule"),
    SuspectFile(
      name: "no concurrency", content: sound.replacing("concurrency:", with: "defaults:"),
      says: "race for the ledger"),
    SuspectFile(
      name: "cancelled", content: sound.replacing("progress: false", with: "progress: true"),
      says: "cancel runs"),
    SuspectFile(
      name: "a key for pull requests",
      content: sound.replacing("push:", with: "pull_request:")
        + "\n        env: {COUNTERSIGN_KEY: \"${{ secrets.COUNTERSIGN_KEY }}\"}\n",
      says: "within reach of pull requests"),
    SuspectFile(
      name: "a key for anybody's pull requests",
      content: sound.replacing("push:", with: "pull_request_target:")
        + "\n        env: {COUNTERSIGN_KEY: \"${{ secrets.COUNTERSIGN_KEY }}\"}\n",
      says: "pull_request_target"),
    SuspectFile(
      name: "the anchor in the file",
      content: sound + "\nenv: {COUNTERSIGN_ANCHOR: \(String(repeating: "1a", count: 20))}\n",
      says: "name the anchor itself"),
    SuspectFile(
      name: "GitLab, shallow", path: ".gitlab-ci.yml",
      content: "run:\n  resource_group: c\n  script: [countersign run --push x]\n",
      says: "clone shallowly"),
    SuspectFile(
      name: "GitLab, racing", path: ".gitlab-ci.yml",
      content: "variables: {GIT_DEPTH: \"0\"}\nrun:\n  script: [countersign run --push x]\n",
      says: "race for the ledger"),
  ]
}

@Suite struct DoctorWorkflowTests {
  @Test(arguments: SuspectFile.all)
  func `CI files are read as text`(_ file: SuspectFile) async throws {
    let settings = [file.path: file.content]
    let hub = try await ApproveHub(begun: false, more: settings)
    let result = try await hub.countersign(["doctor"])
    let lines = result.text.split(separator: "\n").filter { $0.contains(file.path) }
    // The fixture governs policies alone.
    #expect(lines.contains { $0.contains("no governance line") })
    let rest = lines.filter { !$0.contains("no governance line") }
    if let says = file.says {
      #expect(rest.count == 1 && rest[0].contains(says), "\(result.text)")
    } else {
      #expect(rest.isEmpty, "\(result.text)")
    }
  }
}
