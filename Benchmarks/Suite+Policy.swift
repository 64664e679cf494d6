extension Suite {
  /// The tools that make policy safe to change, under large policies with hundreds of rules.
  func policyTools(_ table: inout ResultTable) throws {
    let fixture = try fixture(scale.shape(isLarge: true))
    let anchor = try fixture.fact(.anchor)
    let branch = try ruledBranch(of: fixture, from: anchor)
    let size =
      "\(scale.large.people) people, \(scale.large.systems) systems and \(scale.rules) rules"
    let commands: [(name: String, arguments: [String], expected: String)] = [
      ("policy lint", ["policy", "lint", branch, "--now", Fixture.now], "warnings"),
      ("policy test", ["policy", "test", branch], "cases"),
      (
        "policy impact", ["policy", "impact", branch, "--anchor", anchor, "--now", Fixture.now],
        "live grant"
      ),
    ]
    for command in commands {
      let side = Measurement.Side(
        program: Program(
          [countersign] + command.arguments + ["--repository", fixture.repository],
          allowing: [0, 1]),
        expected: command.expected)
      let own = try Measurement.take(side, times: scale.repetitions)
      table.add("`\(command.name)`, \(size)", own, peer: nil, target: .atMost(seconds: 1))
    }
  }

  /// A commit that adds rules for one system and one risk each.
  private func ruledBranch(of fixture: Fixture, from anchor: String) throws -> String {
    var stream = """
      commit refs/heads/bench-rules
      committer bench <bench@example.com> 0 +0000
      data 0
      from \(anchor)

      """
    for number in 0..<scale.rules {
      let rule = """
        description: Rule \(number).
        applies_to: {system: [\(PolicyFiles.system(number % scale.large.systems))], class: [employee]}
        require: {maximum_duration: \(1 + number % 8)h, approvals: [{count: 1, from: [group:owners]}]}

        """
      stream += "M 100644 inline policies/rules/rule-\(number).yaml\n"
      stream += "data \(rule.utf8.count)\n\(rule)\n"
    }
    let file = "\(fixture.folder)/rules.stream"
    try Files.write(stream.utf8, to: file)
    var git = Program(["git", "-C", fixture.repository, "fast-import", "--quiet", "--force"])
    git.inputFile = file
    _ = try git.run()
    Files.remove(file)
    return "bench-rules"
  }
}
