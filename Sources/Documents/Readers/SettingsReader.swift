import Model

enum SettingsKeys: String, CaseIterable {
  case mainline, ledger, witness, processor, identity, approvals, reminders
  case massRevocation = "mass_revocation"
  case governance, tickets, offboarding, discovery, mandates
}

enum ProcessorKeys: String, CaseIterable {
  case keys
}

enum IdentityKeys: String, CaseIterable {
  case staleAfter = "stale_after"
  case directory
}

enum OffboardingKeys: String, CaseIterable {
  case owner, places, within
}

enum MandateSettingsKeys: String, CaseIterable {
  case longest
}

enum DiscoveryKeys: String, CaseIterable {
  case every
}

enum ApprovalKeys: String, CaseIterable {
  case expireAfter = "expire_after"
  case issueWithin = "issue_within"
}

enum ReminderKeys: String, CaseIterable {
  case grant, contract, verification, review, mandate
}

/// What holds where the settings are silent: the values that DESIGN section 3 shows.
private enum SettingsDefaults {
  static let mainline = "main"
  static let ledger = "countersign/ledger"
  static let staleAfter = Duration.seconds(90 * 86_400)
  static let expireAfter = Duration.seconds(7 * 86_400)
  static let issueWithin = Duration.seconds(86_400)
}

func readSettings(_ bytes: [UInt8], _ findings: inout Findings) -> Settings? {
  readFields(bytes, of: "the settings", keys: SettingsKeys.self, &findings) { fields, findings in
    let (mainline, ledger) = branches(fields, &findings)
    let witness = fields.optional(.witness, &findings)?.repositoryAddress(&findings)
    let keys = fields.required(.processor, example: "{keys: [ssh-ed25519 AAAA…]}", &findings)?
      .processorKeys(&findings)
    let identity = fields.optional(.identity, &findings).flatMap {
      Fields<IdentityKeys>($0.element, of: "`identity`", &findings)
    }
    let stale = identity?.optional(.staleAfter, &findings)?.duration(&findings)
    let directory = identity?.optional(.directory, &findings)?.workload(&findings)
    let approvals = fields.optional(.approvals, &findings).flatMap {
      Fields<ApprovalKeys>($0.element, of: "`approvals`", &findings)
    }
    let expire = approvals?.optional(.expireAfter, &findings)?.duration(&findings)
    let issue = approvals?.optional(.issueWithin, &findings)?.duration(&findings)
    let reminders = fields.optional(.reminders, &findings)?.reminders(&findings)
    let massRevocation = fields.optional(.massRevocation, &findings)?.share(&findings)
    let governance = fields.required(
      .governance, example: "[{paths: [\"policies/**\"], approvals: …}]", &findings)?
      .governance(&findings)
    let offboarding = fields.optional(.offboarding, &findings)?.offboarding(&findings)
    let discovery = fields.optional(.discovery, &findings).flatMap {
      Fields<DiscoveryKeys>($0.element, of: "`discovery`", &findings)
    }
    let asked = discovery?.required(.every, example: "24h", &findings)?.duration(&findings)
    let longest = fields.optional(.mandates, &findings).flatMap {
      Fields<MandateSettingsKeys>($0.element, of: "`mandates`", &findings)
    }?.required(.longest, example: "92d", &findings)?.duration(&findings)
    let tickets = fields.optional(.tickets, &findings)?.ticketSource(&findings)
    guard let keys, let governance else { return nil }
    return Settings(
      mainline: mainline, ledger: ledger, witness: witness, processorKeys: keys,
      staleAfter: stale ?? SettingsDefaults.staleAfter, directory: directory,
      expireAfter: expire ?? SettingsDefaults.expireAfter,
      issueWithin: issue ?? SettingsDefaults.issueWithin,
      reminders: reminders ?? ReminderSettings(), massRevocation: massRevocation,
      governance: governance, tickets: tickets, offboarding: offboarding ?? OffboardingSettings(),
      discovery: asked, longestMandate: longest ?? Settings.usualMandate)
  }
}

/// Reads both branches, which git must be able to hold side by side.
private func branches(
  _ fields: Fields<SettingsKeys>, _ findings: inout Findings
) -> (mainline: String, ledger: String) {
  let mainlineField = fields.optional(.mainline, &findings)
  let ledgerField = fields.optional(.ledger, &findings)
  let mainline = mainlineField?.branch(&findings) ?? SettingsDefaults.mainline
  let ledger = ledgerField?.branch(&findings) ?? SettingsDefaults.ledger
  let place = ledgerField?.mark ?? mainlineField?.mark ?? fields.mark
  if RepositoryPath(mainline).isInside(ledger) || RepositoryPath(ledger).isInside(mainline) {
    findings.fault(
      mainline.utf8.elementsEqual(ledger.utf8)
        ? "the mainline and the ledger are one branch"
        : "git cannot hold both a branch `\(mainline)` and a branch `\(ledger)`",
      at: place, hint: "give the ledger a branch of its own, such as `countersign/ledger`")
  }
  return (mainline, ledger)
}

extension Field {
  /// A branch name without `refs/heads/`: plain parts, of any case, that git takes.
  func branch(_ findings: inout Findings) -> String? {
    let expected = "the name of a branch, without `refs/heads/`"
    guard let text = word(expected: expected, limit: Limits.identifier, &findings) else {
      return nil
    }
    let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    let isBranch = parts.allSatisfy { part in
      isPlainName(Array(lowerCasedASCII(part).utf8)) && part.last != UInt8(ascii: ".")
        && !String(decoding: part, as: UTF8.self).hasSuffix(".lock")
    }
    guard isBranch, !hasTwoDots(text), !RepositoryPath(text).isInside("refs") else {
      return refuse(expected: expected, &findings)
    }
    return text
  }

  /// The workload that attests.
  fileprivate func workload(_ findings: inout Findings) -> Marked<IdentityID>? {
    let id: IdentityID? = identifier(.workload, &findings)
    return id.map { Marked($0, mark) }
  }

  /// The URL or path of a repository, without a password: policies are no place for secrets.
  func repositoryAddress(_ findings: inout Findings) -> String? {
    let expected = "a URL such as `https://git.example.net/audit/ledger-witness.git`"
    guard let text = word(expected: expected, limit: Limits.location, &findings) else {
      return nil
    }
    guard text.utf8.first != UInt8(ascii: "-") else {
      return refuse(expected: expected, &findings)
    }
    let bytes = Array(text.utf8)
    let authority = bytes.split(separator: UInt8(ascii: "/"), maxSplits: 2)
    if authority.count > 1, authority[0].last == UInt8(ascii: ":"),
      let at = authority[1].lastIndex(of: UInt8(ascii: "@")),
      authority[1][..<at].contains(UInt8(ascii: ":"))
    {
      // The text is not shown, since a message travels further than the file.
      findings.fault(
        "`\(name)` holds a password", at: mark,
        hint: "remove it, and let the user's git provide it")
      return nil
    }
    return text
  }

  /// How long ahead somebody is reminded; what is left out is not reminded of.
  fileprivate func reminders(_ findings: inout Findings) -> ReminderSettings? {
    guard let fields = Fields<ReminderKeys>(element, of: "`reminders`", &findings) else {
      return nil
    }
    return ReminderSettings(
      grant: fields.optional(.grant, &findings)?.duration(&findings),
      contract: fields.optional(.contract, &findings)?.duration(&findings),
      verification: fields.optional(.verification, &findings)?.duration(&findings),
      review: fields.optional(.review, &findings)?.duration(&findings),
      mandate: fields.optional(.mandate, &findings)?.duration(&findings))
  }

  /// A part of a whole, as a percentage or as a fraction of one.
  fileprivate func share(_ findings: inout Findings) -> Share? {
    let expected = "a share such as `25%` or `0.25`"
    guard let (text, _) = scalar(expected: expected, &findings) else { return nil }
    return Share(written: text.utf8) ?? refuse(expected: expected, &findings)
  }

  /// Who sees to leavers, and where they look.
  fileprivate func offboarding(_ findings: inout Findings) -> OffboardingSettings? {
    guard let fields = Fields<OffboardingKeys>(element, of: "`offboarding`", &findings) else {
      return nil
    }
    return OffboardingSettings(
      owner: fields.optional(.owner, &findings)?.owner(&findings),
      places: fields.optional(.places, &findings)?.lines(&findings) ?? [],
      within: fields.optional(.within, &findings)?.duration(&findings) ?? OffboardingSettings.usual)
  }

  fileprivate func processorKeys(_ findings: inout Findings) -> [Marked<[UInt8]>]? {
    guard let fields = Fields<ProcessorKeys>(element, of: "`processor`", &findings) else {
      return nil
    }
    guard let list = fields.required(.keys, example: "[ssh-ed25519 AAAA…]", &findings) else {
      return nil
    }
    var marks: [[UInt8]: Mark] = [:]
    let keys = distinct(list.list(mayBeEmpty: false, &findings), &findings) { field, findings in
      let key = field.sshKey(&findings)
      if let key { marks[key] = marks[key] ?? field.mark }
      return key
    }
    return keys.compactMap { key in marks[key].map { Marked(key, $0) } }
  }
}

private func hasTwoDots(_ text: String) -> Bool {
  zip(text.utf8, text.utf8.dropFirst()).contains { $0 == UInt8(ascii: ".") && $1 == $0 }
}
