import Model
import Reports
import Testing

@Suite struct DiagnosticTests {
  private func diagnostic(_ text: String) -> Diagnostic {
    Diagnostic(
      .error, rule: "a-rule", message: text,
      at: SourceLocation(file: text, mark: Mark(line: 3, column: 7)), hint: text)
  }

  /// One command a line, and none but ours (THREATS row 30).
  @Test(arguments: HostileTextTests.attacks.indices)
  func noTextBeginsAWorkflowCommand(number: Int) {
    let attack = HostileTextTests.attacks[number]
    let text = workflowCommands([diagnostic(attack), diagnostic("fine")])
    let lines = text.unicodeScalars.split(separator: "\n")
    #expect(lines.count == 2)
    for line in lines {
      #expect(String(line).hasPrefix("::error file="))
      #expect(!line.contains { $0.value < 0x20 || $0.value == 0x7F || $0.value == 0x85 })
      #expect(!String(line).contains("##["))
      // The properties end at the first `::` behind them, as the runner reads them.
      let rest = String(line).dropFirst("::error ".count)
      let properties = rest[..<(rest.firstRange(of: "::")?.lowerBound ?? rest.endIndex)]
      #expect(properties.split(separator: ",").count == 4, "\(properties)")
    }
  }

  @Test func escapesAsTheRunnerUnescapes() {
    let text = workflowCommands([
      Diagnostic(
        .warning, rule: "r", message: "100% of a:b, c",
        at: SourceLocation(file: "a,b:c%.yaml", mark: Mark(line: 1, column: 2)))
    ])
    #expect(
      text
        == "::warning file=a%2Cb%3Ac%25.yaml,line=1,col=2,title=r::100%25 of a:b, c\n")
    #expect(
      workflowCommands([Diagnostic(.note, rule: "r", message: "m", hint: "h")])
        == "::notice title=r::m%0Amend: h\n")
  }

  /// The structure that SARIF 2.1.0 asks for (sections 3.13 to 3.30), by hand.
  @Test func sarifHasItsStructure() throws {
    let found = [
      diagnostic("one"),
      Diagnostic(.note, rule: "b", summary: "About b.", message: "two", at: nil, hint: nil),
      Diagnostic(
        .warning, rule: "a-rule", message: "three",
        at: SourceLocation(file: "reque sts/ü#?%.yaml")),
    ]
    let log = try JSONTree(reading: sarifLog(found, version: "1.2.3").rendered(.pretty))
    #expect(log["version"]?.text == "2.1.0")
    #expect(log["$schema"]?.text?.hasSuffix("sarif-schema-2.1.0.json") == true)
    let run = try #require(log["runs"]?.elements?.first)
    let driver = try #require(run["tool"]?["driver"])
    #expect(driver["name"]?.text == "countersign")
    let rules = try #require(driver["rules"]?.elements)
    #expect(rules.map { $0["id"]?.text } == ["a-rule", "b"])
    let results = try #require(run["results"]?.elements)
    #expect(results.count == 3)
    for (result, diagnostic) in zip(results, found) {
      let place = try #require(result["ruleIndex"]?.number)
      #expect(rules[place]["id"]?.text == result["ruleId"]?.text)
      #expect(["none", "note", "warning", "error"].contains(result["level"]?.text ?? ""))
      #expect(result["message"]?["text"]?.text?.isEmpty == false)
      let location = result["locations"]?.elements?.first?["physicalLocation"]
      #expect((location == nil) == (diagnostic.file == nil))
      let uri = location?["artifactLocation"]?["uri"]?.text
      #expect(uri.map { $0.allSatisfy { $0.isASCII && !" #?".contains($0) } } ?? true)
      if let region = location?["region"] {
        #expect(region["startLine"]?.number == 3 && region["startColumn"]?.number == 7)
      }
    }
    #expect(
      results[2]["locations"]?.elements?.first?["physicalLocation"]?["artifactLocation"]?["uri"]?
        .text == "reque%20sts/%C3%BC%23%3F%25.yaml")
  }

  /// Each object has the properties that the standard requires, and none that it does not have.
  ///
  /// The kinds, by the sections that define them, with what is written of each: sarifLog 3.13, run 3.14, tool
  /// 3.18, toolComponent 3.19, reportingDescriptor 3.49, result 3.27, message 3.11, location 3.28,
  /// physicalLocation 3.29, artifactLocation 3.4, region 3.30.
  @Test func sarifHasNoPropertyThatTheStandardLacks() throws {
    let log = try JSONTree(
      reading: sarifLog(
        [
          diagnostic("one"),
          Diagnostic(.note, rule: "b", summary: "About b.", message: "two", at: nil, hint: nil),
        ], version: "1.2.3"
      ).rendered(.line))
    func expect(
      _ object: JSONTree?, _ required: [String], or optional: [String] = [],
      sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) throws {
      let keys = try #require(object?.keys, sourceLocation: sourceLocation)
      #expect(keys.isSuperset(of: required), "\(keys)", sourceLocation: sourceLocation)
      #expect(keys.isSubset(of: required + optional), "\(keys)", sourceLocation: sourceLocation)
    }
    try expect(log, ["version", "runs", "$schema"])
    let run = log["runs"]?.elements?.first
    try expect(run, ["tool", "results", "columnKind"])
    #expect(["utf16CodeUnits", "unicodeCodePoints"].contains(run?["columnKind"]?.text ?? ""))
    try expect(run?["tool"], ["driver"])
    let driver = run?["tool"]?["driver"]
    try expect(driver, ["name", "version", "rules"])
    let rules = try #require(driver?["rules"]?.elements)
    #expect(Set(rules.map { $0["id"]?.text }).count == rules.count)
    for rule in rules {
      try expect(rule, ["id"], or: ["shortDescription"])
      if let description = rule["shortDescription"] { try expect(description, ["text"]) }
    }
    for result in try #require(run?["results"]?.elements) {
      try expect(result, ["message", "ruleId", "ruleIndex", "level"], or: ["locations"])
      try expect(result["message"], ["text"])
      for location in result["locations"]?.elements ?? [] {
        try expect(location, ["physicalLocation"])
        try expect(location["physicalLocation"], ["artifactLocation"], or: ["region"])
        try expect(location["physicalLocation"]?["artifactLocation"], ["uri"])
        guard let region = location["physicalLocation"]?["region"] else { continue }
        try expect(region, ["startLine"], or: ["startColumn"])
        #expect(
          (region["startLine"]?.number ?? 0) >= 1 && (region["startColumn"]?.number ?? 0) >= 1)
      }
    }
  }

  /// What could mention people, link, show pictures or HTML stands in a code span.
  @Test func markdownShowsTextAsText() throws {
    let attacks = [
      "@octocat please", "![x](https://evil.example/x.png)", "<img src=x onerror=alert(1)>",
      "[a](javascript:x)", "www.evil.example", "#1 and owner/repo#2", "a | b || c",
      "`` code `x` `", "**bold** _em_ ~~gone~~", ":bomb: $x$ &amp; \\| end\\",
      "https://evil.example", "line\n# heading",
    ]
    for attack in attacks + HostileTextTests.attacks {
      let report = LintReport(
        policy: PolicyOrigin(tree: .null, authority: nil, name: attack), faults: [],
        findings: [
          PolicyFinding(
            .unusedGroup, attack, at: SourceLocation(file: attack), hint: attack)
        ])
      let lines = report.markdown.split(separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.count == 8, "\(report.markdown)")
      let row = try #require(lines.first { $0.hasPrefix("| warning") })
      let (plain, cells) = outsideOfCode(String(row))
      #expect(cells == 5, "\(row)")
      for dangerous in "@<>[]*_~#!&$\\`" {
        #expect(!plain.contains(dangerous), "\(dangerous) in \(plain)")
      }
      #expect(!plain.contains("www.") && !plain.contains("://"), "\(plain)")
    }
  }

  /// The text outside code spans, and how many bars end a cell, as GFM reads a row.
  private func outsideOfCode(_ row: String) -> (plain: String, bars: Int) {
    var plain = ""
    var bars = 0
    var isCode = false
    var isEscaped = false
    for scalar in row.unicodeScalars {
      if scalar == "|", !isEscaped { bars += 1 }
      isEscaped = scalar == "\\" && !isEscaped
      if scalar == "`" {
        isCode.toggle()
      } else if !isCode {
        plain.unicodeScalars.append(scalar)
      }
    }
    return (isCode ? plain + "`" : plain, bars)
  }
}

extension JSONTree {
  fileprivate var text: String? {
    if case .string(let bytes) = self { String(decoding: bytes, as: UTF8.self) } else { nil }
  }

  fileprivate var number: Int? { if case .integer(let value) = self { value } else { nil } }

  fileprivate var elements: [JSONTree]? {
    if case .array(let elements) = self { elements } else { nil }
  }
}
