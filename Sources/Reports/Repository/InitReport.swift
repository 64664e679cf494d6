package import Model

extension InitReport: Report {
  package func text(_ style: Style) -> String {
    var lines: [Phrase] = written.map { "wrote  \($0)" } + kept.map { "kept   \($0)" }
    if let madeKey {
      lines += [
        "", "The processor's private key: \(madeKey)",
        "Whoever has it can write the ledger. Put it where only the runs can read it, then remove it here.",
      ]
    }
    if !warnings.isEmpty { lines += [""] + warnings.map { "warning: \($0)" } }
    for host in hosts {
      let (heading, settings) = HostSettings(host: host, mainline: mainline).lines
      lines += ["", "\(heading) must be set to:"] + settings.map { "  - \($0)" }
    }
    lines += ["", "Next:"] + steps.enumerated().map { "  \($0 + 1). \($1)" }
    return joined(lines)
  }

  package var json: JSONValue {
    var members: [String: JSONValue] = [
      "root": .string(root), "written": .array(written.map(JSONValue.string)),
      "kept": .array(kept.map(JSONValue.string)),
      "warnings": .array(warnings.map(JSONValue.string)),
      "next": .array(steps.map(JSONValue.string)),
      "settings": .object(
        Dictionary(
          hosts.map { host in
            let settings = HostSettings(host: host, mainline: mainline).lines.settings
            return (host.rawValue, JSONValue.array(settings.map(JSONValue.string)))
          }
        ) { first, _ in first }),
    ]
    members["key"] = madeKey.map(JSONValue.string)
    return .object(members)
  }

  private var warnings: [String] {
    switch people {
    case 1:
      [
        "With one person in the security group nobody can change the rules by the rules: who writes a "
          + "change cannot approve it. Add a second person before you take the anchor, or the way to "
          + "change anything is a new anchor and a new ledger."
      ]
    case 2:
      [
        "With two people in the security group each change takes the one who did not write it. Whoever "
          + "loses their key writes the change that names a new one, and the other approves it. When one "
          + "leaves, the other can only approve what a third person wrote who has a file under "
          + "policies/people/: add a third to the group before that."
      ]
    default: []
    }
  }

  private var steps: [String] {
    if people == nil {
      return [
        "Land what was written with the approvals that its governance line asks for.",
        "countersign doctor says what is still amiss.",
      ]
    }
    let key = madeKey.map(shellWord) ?? "<the processor's private key>"
    return [
      "Look at what was written, then: git add -A && git commit -S -m 'Begin with these policies'",
      "That commit is the anchor: git rev-parse HEAD. Write it down outside the repository, and set it "
        + "where the runs read it (COUNTERSIGN_ANCHOR).",
      "git push origin refs/heads/\(shellWord(mainline))",
      hosts == [.plain]
        ? "Install the hooks and the settings above, then once, on the host: cd <repository> && "
          + "hooks/post-receive --now --first-run"
        : "Once, before countersign/** is closed to people: countersign run \(OptionName.firstRun) \(OptionName.push) origin "
          + "\(OptionName.anchor) <anchor> \(OptionName.key) \(key)",
      "countersign doctor \(OptionName.anchor) <anchor> says what is still amiss.",
    ]
  }
}
