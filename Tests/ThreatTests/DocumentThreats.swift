import Model
import TestSupport
import Testing

@Suite struct DocumentThreats {
  /// Lands hostile files and a good request in one merge by Priya, and expects of each its own outcome.
  ///
  /// - Parameters:
  ///   - hostile: Each file and the path that `status` shows for it.
  ///   - codes: What each is refused with.
  @discardableResult
  private func expectRefused(
    _ hostile: [(name: String, change: FileChange)], _ codes: Set<ReasonCode> = [.invalidDocument],
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) async throws -> AccessRepository.Status {
    let repository = try await AccessRepository()
    let good = Request("nora-good", for: "nora.lind")
    let proposal = try await repository.commit(hostile.map(\.change) + [good.file])
    try await repository.approve(proposal, by: [.priya])
    try await run(repository, sourceLocation: sourceLocation)

    let status = try await repository.status()
    for file in hostile {
      let outcome = try #require(
        status[file.name], "no outcome for \(file.name) in \(status)",
        sourceLocation: sourceLocation)
      #expect(outcome.outcome == "refused", "\(outcome)", sourceLocation: sourceLocation)
      #expect(outcome.codes.isSuperset(of: codes), "\(outcome)", sourceLocation: sourceLocation)
    }
    try await expectAccess(good.path, in: repository, sourceLocation: sourceLocation)
    #expect(try await repository.grants().count == 1, sourceLocation: sourceLocation)
    try await expectUnharmed(repository, sourceLocation: sourceLocation)
    return status
  }

  @Test("25: paths that differ in Unicode form or case, or hold what nobody can see")
  func strangePaths() async throws {
    let text = Request("x").text
    let folder = "requests/billing-db"
    let paths: [(String, String)] = [
      ("caf\u{e9}", "caf\\xc3\\xa9"), ("cafe\u{301}", "cafe\\xcc\\x81"),
      ("ANA", "ANA"), ("Ana", "Ana"), ("line\nbreak", "line\\x0abreak"),
      ("esc\u{1b}[2J", "esc\\x1b[2J"), ("bidi\u{202e}lmay", "bidi\\xe2\\x80\\xaelmay"),
      ("bl ank", "bl ank"), (".hidden", ".hidden"), ("-rf", "-rf"),
      ("back\\slash", "back\\x5cslash"),
    ]
    try await expectRefused(
      paths.map { name, shown in
        ("\(folder)/\(shown).yaml", .file("\(folder)/\(name).yaml", text))
      } + [
        (
          "\(folder)/raw\\xff.yaml",
          FileChange(
            path: Array("\(folder)/raw".utf8) + [0xFF] + Array(".yaml".utf8),
            content: Array(text.utf8))
        )
      ])
  }

  @Test("25: hidden characters and carriage returns in the text of a request")
  func strangeText() async throws {
    let good = Request("x").text
    let texts = [
      "cr-lf": good.replacing("\n", with: "\r\n"),
      "cr-inside": good.replacing("reason: Reconcile", with: "reason: Recon\rcile"),
      "bidi": good.replacing("Reconcile", with: "Recon\u{202e}cile"),
      "zero-width": good.replacing("ana.silva", with: "ana\u{200b}.silva"),
      "nul": good.replacing("Reconcile", with: "Recon\u{0}cile"),
      "composed": good.replacing("ana.silva", with: "an\u{e1}.silva"),
      "decomposed": good.replacing("ana.silva", with: "ana\u{301}.silva"),
    ]
    try await expectRefused(named(texts))
  }

  @Test("26: links, submodules, programs, folders and 10 MB where a request should be")
  func strangeEntries() async throws {
    let text = Request("x").text
    let folder = "requests/billing-db"
    let commit = String(repeating: "12", count: 20)
    let status = try await expectRefused([
      ("\(folder)/link.yaml", .file("\(folder)/link.yaml", "/etc/passwd", mode: "120000")),
      ("\(folder)/module.yaml", .file("\(folder)/module.yaml", commit, mode: "160000")),
      ("\(folder)/program.yaml", .file("\(folder)/program.yaml", text, mode: "100755")),
      ("\(folder)/deep/nested.yaml", .file("\(folder)/deep/nested.yaml", text)),
      ("requests/shallow.yaml", .file("requests/shallow.yaml", text)),
      ("\(folder)/other.json", .file("\(folder)/other.json", "{}")),
      ("\(folder)/other.yml", .file("\(folder)/other.yml", text)),
      (
        "\(folder)/large.yaml",
        .file("\(folder)/large.yaml", text + String(repeating: "# padding\n", count: 1 << 20))
      ),
      ("\(folder)/empty.yaml", .file("\(folder)/empty.yaml", "")),
      (
        "\(folder)/lfs.yaml",
        .file(
          "\(folder)/lfs.yaml",
          "version https://git-lfs.github.com/spec/v1\noid sha256:\(commit)\nsize 12345\n")
      ),
    ])
    let large = try #require(status["\(folder)/large.yaml"])
    #expect(large.reasons.contains { ($0.hint ?? "").contains("bytes") }, "\(large)")
  }

  @Test("27: YAML that means more, or something else, than it shows")
  func strangeYAML() async throws {
    let good = Request("x").text
    var bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n"
    for (name, last) in zip("bcdefghij", "abcdefghi") {
      bomb +=
        "\(name): &\(name) [\(Array(repeating: "*\(last)", count: 9).joined(separator: ","))]\n"
    }
    let deep =
      String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000)
    let texts = [
      "bomb": bomb + good,
      "alias": "subject: &me ana.silva\n" + good.replacing("ana.silva", with: "*me"),
      "duplicate": good + "subject: priya.nair\n", "tag": good.replacing("8h", with: "!!str 8h"),
      "local-tag": good.replacing("8h", with: "!run 8h"), "documents": good + "---\n" + good,
      "unknown": good + "approved_by: tom.berg\n",
      "misspelt": good.replacing("duration", with: "durration"),
      "bom": "\u{feff}" + good, "tab": good.replacing("subject: ", with: "subject:\t\t"),
      "tab-indent": good + "more:\n\t- x\n", "nested": good + "more: \(deep)\n",
      "octal": good.replacing("8h", with: "012"), "exponent": good.replacing("8h", with: "1e3"),
      "merge-key": good + "<<: {emergency: true}\n", "list": "- a\n- b\n", "word": "granted\n",
      "null": good.replacing("ana.silva", with: "~"), "directive": "%YAML 1.1\n---\n" + good,
      "open": good + "more: {\n", "emergency-yes": good + "emergency: yes\n",
      "complex-key": "? [a]\n: b\n" + good,
    ]
    var files = named(texts)
    files.append(
      (
        "requests/billing-db/invalid-utf8.yaml",
        FileChange(
          path: "requests/billing-db/invalid-utf8.yaml".utf8,
          content: Array(good.utf8) + [UInt8(ascii: "#"), 0xC3, 0x28, 0x0A])
      ))
    let status = try await expectRefused(files)
    for name in ["duplicate", "unknown", "misspelt", "tag", "open", "octal", "exponent"] {
      let reasons = try #require(status["requests/billing-db/\(name).yaml"]).reasons
      #expect(
        reasons.contains { $0.line != nil && $0.column != nil }, "\(name): \(reasons)")
    }
    #expect(
      status["requests/billing-db/misspelt.yaml"]?.reasons.contains {
        ($0.hint ?? "").contains("duration") || $0.message.contains("`duration`")
      } == true)
  }

  @Test("27: `no`, `012` and `1e3` stay text where text is meant", arguments: ["no", "012", "1e3"])
  func plainWords(_ word: String) async throws {
    let repository = try await AccessRepository()
    var request = Request("nora-read", for: "nora.lind")
    request.reason = word
    request.ticket = word
    try await repository.grant(request, by: .nora, approvedBy: [.tom])
    try await run(repository)
    #expect(try await expectAccess(request.path, in: repository).reason == word)
  }

  private func named(_ texts: [String: String]) -> [(name: String, change: FileChange)] {
    texts.map { name, text in
      let path = "requests/billing-db/\(name).yaml"
      return (path, .file(path, text))
    }
  }
}
