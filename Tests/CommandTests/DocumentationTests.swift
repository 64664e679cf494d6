import FoundationEssentials
import TestSupport
import Testing

/// The sessions in `docs/` do what they show.
///
/// Every `console` block of a page is one session of one shell. `$ ` begins a command and `> ` goes on
/// with it; what stands below is what it prints, standard error included. `[..]` stands for any part of a
/// line, a line `...` for any number of lines. Where a page has `yaml` blocks that begin with a path as a
/// comment, the session begins in a repository whose one commit has these files.
@Suite("documentation")
struct DocumentationTests {
  static let pages = [
    "tutorial.md", "lifecycle.md", "identities.md", "tickets.md", "verify.md", "policy.md",
    "governance.md", "mandates.md",
    "connectors/ssh-certificate.md", "connectors/x509-certificate.md", "connectors/exec.md",
    "connectors/kubernetes.md", "connectors/aws-iam.md", "connectors/manual.md",
    "connectors/README.md",
  ]

  @Test("the sessions of a page run as they are shown", arguments: pages)
  func sessions(page: String) async throws { try await run(page) }

  @Test(
    "the session about PostgreSQL runs beside a server, as its superuser",
    .enabled(if: PostgresServer.programs != nil, "PostgreSQL is not installed"))
  func postgresSession() async throws {
    try await PostgresServer.run { server in
      try await run(
        "connectors/postgresql.md",
        environment: ["PGHOST": server.host, "PGUSER": "postgres", "PGDATABASE": "postgres"])
    }
  }

  @Test(
    "the session about LDAP runs beside a directory, as its administrator",
    .enabled(if: DirectoryServer.isInstalled, "slapd and the LDAP tools are not installed"))
  func directorySession() async throws {
    try await DirectoryServer.run { server in
      try await run(
        "connectors/ldap.md",
        environment: ["LDAPURI": server.socket, "LDAPSASL_MECH": "EXTERNAL"])
    }
  }

  private func run(_ page: String, environment: [String: String] = [:]) async throws {
    let text = try #require(
      FileManager.default.contents(atPath: "\(projectFolder)/docs/\(page)")
    )
    let steps = DocumentedStep.steps(in: String(decoding: text, as: UTF8.self))
    try #require(steps.count > 5)
    let scratch = try ScratchDirectory()
    try scratch.write(
      "[user]\nname = A Reader\nemail = reader@example.com\n", to: "home/.gitconfig")
    let files = DocumentedFile.files(in: String(decoding: text, as: UTF8.self))
    for file in files { try scratch.write(file.text, to: "page/\(file.path)") }
    let begin = "cd page && git init -q && git add -A && git commit -q -m 'As the page has it'\n"
    let script = (files.isEmpty ? "" : begin) + DocumentedStep.script(steps)
    let result = try await runProgram(
      "bash", ["-c", script], in: scratch.path,
      environment: [
        "HOME": scratch.file("home"), "GIT_CONFIG_NOSYSTEM": "1", "NO_COLOR": "1",
        "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "init.defaultBranch",
        "GIT_CONFIG_VALUE_0": "main",
        "PATH": "\(countersignFolder):\(TestTools.folder)"
          + ":\(projectFolder)/Examples/aws-iam:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
      ].merging(environment) { $1 })
    let outputs = DocumentedStep.outputs(of: result.text, count: steps.count)
    for (step, output) in zip(steps, outputs) {
      #expect(
        DocumentedStep.matches(output[...], step.expected[...]),
        """
        \(page):\(step.line): $ \(step.command)
        expected:
        \(step.expected.joined(separator: "\n"))
        printed:
        \(output.joined(separator: "\n"))
        """)
    }
  }
}

/// A document that a page shows whole.
private struct DocumentedFile {
  let path: String
  let text: String

  static func files(in page: String) -> [DocumentedFile] {
    page.split(separator: "```yaml\n# ").dropFirst().compactMap { block in
      guard let end = block.firstRange(of: "\n```"), let line = block.firstIndex(of: "\n") else {
        return nil
      }
      return DocumentedFile(
        path: String(block[..<line]), text: "# \(block[..<end.lowerBound])\n")
    }
  }
}

/// A page's commands with what they are to print.
private struct DocumentedStep {
  let line: Int
  var command: String
  var expected: [String] = []

  static func steps(in text: String) -> [DocumentedStep] {
    var steps: [DocumentedStep] = []
    var isInside = false
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      if line.hasPrefix("```") {
        isInside = line == "```console"
      } else if isInside, line.hasPrefix("$ ") {
        steps.append(DocumentedStep(line: number + 1, command: String(line.dropFirst(2))))
      } else if isInside, line.hasPrefix("> "), steps.last?.expected.isEmpty == true {
        steps[steps.count - 1].command += "\n" + line.dropFirst(2)
      } else if isInside, !steps.isEmpty {
        steps[steps.count - 1].expected.append(String(line))
      }
    }
    return steps
  }

  private static let mark = "-=-=- end of a step -=-=-"

  static func script(_ steps: [DocumentedStep]) -> String {
    "exec 2>&1\n" + steps.map { "\($0.command)\necho '\(mark)'\n" }.joined()
  }

  static func outputs(of text: String, count: Int) -> [[String]] {
    var outputs = [[String]()]
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line == mark {
        outputs.append([])
      } else {
        // git pads what a hook prints with blanks.
        let end = line.lastIndex { $0 != " " }.map { line.index(after: $0) } ?? line.startIndex
        outputs[outputs.count - 1].append(String(line[..<end]))
      }
    }
    return Array(outputs.prefix(count))
      + Array(repeating: ["(not reached)"], count: max(0, count - outputs.count))
  }

  static func matches(_ output: ArraySlice<String>, _ expected: ArraySlice<String>) -> Bool {
    guard let first = expected.first else { return output.isEmpty }
    if first == "..." {
      return (output.startIndex...output.endIndex).contains {
        matches(output[$0...], expected.dropFirst())
      }
    }
    guard let line = output.first,
      fits(line[...], first.split(separator: "[..]", omittingEmptySubsequences: false)[...])
    else { return false }
    return matches(output.dropFirst(), expected.dropFirst())
  }

  /// Whether `line` is `parts` with anything between them.
  private static func fits(_ line: Substring, _ parts: ArraySlice<Substring>) -> Bool {
    guard let first = parts.first, line.hasPrefix(first) else { return false }
    let rest = line.dropFirst(first.count)
    guard let next = parts.dropFirst().first else { return rest.isEmpty }
    return rest.indices.contains {
      rest[$0...].hasPrefix(next) && fits(rest[$0...], parts.dropFirst())
    }
      || (next.isEmpty && parts.count == 2)
  }
}

private let projectFolder = TestTools.project
private let countersignFolder = "\(projectFolder)/.build/debug"
