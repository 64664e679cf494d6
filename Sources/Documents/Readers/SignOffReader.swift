package import Model

/// The key that tells what a review is of, each with the kind it makes of the file.
private enum SignOffSubject: String, CaseIterable {
  /// A confirmation names a grant as well, so its own key comes first.
  case confirms, standing, grant, system, revocation, person
}

enum EmergencyReviewKeys: String, CaseIterable {
  case grant, finding, actions
}

enum AccessReviewKeys: String, CaseIterable {
  case system
  case asOf = "as_of"
  case access
}

enum OffboardingSignOffKeys: String, CaseIterable {
  case person, done
}

enum StandingKeys: String, CaseIterable {
  case standing, owner
  case reviewBy = "review_by"
  case reason, access
}

enum StandingItemKeys: String, CaseIterable {
  case subject, target
}

enum ConfirmationKeys: String, CaseIterable {
  case grant, confirms, note
}

enum ReviewedAccessKeys: String, CaseIterable {
  case subject, entitlement, decision, note
}

enum RevocationReviewKeys: String, CaseIterable {
  case revocation, reason
}

enum RevocationKeys: String, CaseIterable {
  case grants
}

/// Reads the file `bytes` at `path`, which must be one of `reviews/` (DESIGN section 3).
package func readSignOff(
  _ bytes: [UInt8], at path: RepositoryPath
) -> Result<SignOff, DocumentFaults> {
  var findings = Findings(file: "\(path)")
  switch documentKind(of: path) {
  case .failure(let faults): return .failure(faults)
  case .success(.review): break
  case .success:
    findings.fault("the file is no review", at: nil, hint: "a review is `reviews/<name>.yaml`")
    return .failure(findings.faults)
  }
  guard let root = readYAML(bytes, &findings) else { return .failure(findings.faults) }
  let read = signOff(root, &findings)
  return findings.result(read)
}

private func signOff(_ root: Element, _ findings: inout Findings) -> SignOff? {
  switch subject(of: root) {
  case .confirms: return confirmation(root, &findings).map { .confirmation($0) }
  case .standing: return standingAccess(root, &findings).map { .standing($0) }
  case .grant: return emergencyReview(root, &findings).map { .emergency($0) }
  case .system: return accessReview(root, &findings).map { .access($0) }
  case .revocation: return revocationReview(root, &findings).map { .revocation($0) }
  case .person: return offboardingSignOff(root, &findings).map { .offboarding($0) }
  case nil: break
  }
  // Whatever is no mapping is told so by the reader of any kind.
  guard case .mapping = root.content else {
    return emergencyReview(root, &findings).map { .emergency($0) }
  }
  findings.fault(
    "nothing here says what was reviewed", at: root.mark,
    hint: "add `grant: g-…` for an emergency grant, `system: <id>` for who has access to it, "
      + "`revocation: {grants: <number>}` for what a change of policy revokes, `person: <id>` for "
      + "somebody who has left, `confirms: given` (or `taken`) for what was done by hand, or "
      + "`standing: <system>` for access that somebody answers for")
  return nil
}

/// What the file is about by its keys, misspelt ones only where no other tells.
private func subject(of root: Element) -> SignOffSubject? {
  guard case .mapping(let entries) = root.content else { return nil }
  let keys = entries.map(\.key)
  let known = SignOffSubject.allCases.map(\.rawValue)
  let plain = SignOffSubject.allCases.first { keys.contains($0.rawValue) }
  // A grant is named by two kinds: what else is there tells which of them was meant.
  if plain == .grant, isLikeConfirmation(keys) { return .confirms }
  if plain == nil, keys.contains(StandingKeys.reviewBy.rawValue) { return .standing }
  return plain
    ?? keys.lazy.compactMap { nearest(to: $0, among: known) }.first
    .flatMap(SignOffSubject.init(rawValue:))
}

/// Whether `keys`, with `grant` among them, are those of a confirmation rather than of an emergency's review.
private func isLikeConfirmation(_ keys: [String]) -> Bool {
  let others = EmergencyReviewKeys.allCases.filter { $0 != .grant }.map(\.rawValue)
  let own = ConfirmationKeys.allCases.filter { $0 != .grant }.map(\.rawValue)
  return !keys.contains(where: others.contains)
    && keys.contains { nearest(to: $0, among: own) != nil }
}

private func emergencyReview(
  _ root: Element, _ findings: inout Findings
) -> EmergencyReview? {
  guard
    let fields = Fields<EmergencyReviewKeys>(root, of: "the review of an emergency", &findings)
  else { return nil }
  let grantField = fields.required(.grant, example: "g-…", &findings)
  let grant = grantField?.grantID(&findings)
  let finding = fields.required(.finding, example: "<what happened>", &findings)?
    .prose(limit: Limits.prose, &findings)
  let actions = fields.required(.actions, example: "[]", &findings)?
    .list(mayBeEmpty: true, &findings).compactMap { $0.prose(limit: Limits.prose, &findings) }
  guard let grantField, let grant, let finding, let actions else { return nil }
  return EmergencyReview(
    grant: grant, finding: finding, actions: actions, grantMark: grantField.mark)
}

private func standingAccess(_ root: Element, _ findings: inout Findings) -> StandingAccess? {
  guard let fields = Fields<StandingKeys>(root, of: "a list of standing access", &findings) else {
    return nil
  }
  let systemField = fields.required(.standing, example: "<system>", &findings)
  let system = systemField?.plainName(&findings).flatMap { SystemID($0) }
  let ownerField = fields.required(.owner, example: "<person>", &findings)
  let owner = ownerField?.plainName(&findings).flatMap { IdentityID($0) }
  let reviewByField = fields.required(.reviewBy, example: "2027-02-28T00:00:00Z", &findings)
  let reviewBy = reviewByField?.instant(&findings)
  let reason = fields.required(.reason, example: "<why it is there>", &findings)?
    .prose(limit: Limits.prose, &findings)
  let access = fields.required(.access, example: "[{subject: …, target: …}]", &findings)?
    .standingItems(&findings)
  guard let systemField, let system, let ownerField, let owner, let reviewByField, let reviewBy,
    let reason, let access
  else { return nil }
  return StandingAccess(
    system: system, owner: owner, reviewBy: reviewBy, reason: reason, access: access,
    systemMark: systemField.mark, ownerMark: ownerField.mark, reviewByMark: reviewByField.mark)
}

private func confirmation(_ root: Element, _ findings: inout Findings) -> HandConfirmation? {
  guard let fields = Fields<ConfirmationKeys>(root, of: "a confirmation", &findings) else {
    return nil
  }
  let grantField = fields.required(.grant, example: "g-…", &findings)
  let grant = grantField?.grantID(&findings)
  let deedField = fields.required(.confirms, example: "given", &findings)
  let deed = deedField?.choice(HandConfirmation.Deed.self, &findings)
  let note = fields.optional(.note, &findings)?.prose(limit: Limits.prose, &findings)
  guard let grantField, let grant, let deedField, let deed else { return nil }
  return HandConfirmation(
    grant: grant, deed: deed, note: note, grantMark: grantField.mark, deedMark: deedField.mark)
}

private func offboardingSignOff(
  _ root: Element, _ findings: inout Findings
) -> OffboardingSignOff? {
  guard
    let fields = Fields<OffboardingSignOffKeys>(
      root, of: "the sign-off of an offboarding", &findings)
  else { return nil }
  let personField = fields.required(.person, example: "<id>", &findings)
  let person = personField?.plainName(&findings).flatMap { IdentityID($0) }
  let doneField = fields.required(.done, example: "[1, 2]", &findings)
  let done = doneField.map { field in
    distinct(field.list(mayBeEmpty: false, &findings), &findings) { item, findings in
      item.integer(1...Limits.entries, &findings).map(String.init)
    }
  }
  guard let personField, let person, let doneField, let done else { return nil }
  return OffboardingSignOff(
    person: person, done: done, personMark: personField.mark, doneMark: doneField.mark)
}

private func accessReview(_ root: Element, _ findings: inout Findings) -> AccessReview? {
  guard let fields = Fields<AccessReviewKeys>(root, of: "an access review", &findings) else {
    return nil
  }
  let systemField = fields.required(.system, example: "<id>", &findings)
  let system = systemField?.plainName(&findings).flatMap { SystemID($0) }
  let asOfField = fields.required(.asOf, example: "2026-11-21T09:00:00Z", &findings)
  let asOf = asOfField?.instant(&findings)
  let access = fields.required(.access, example: "[]", &findings)?.reviewedAccess(&findings)
  guard let systemField, let system, let asOfField, let asOf, let access else { return nil }
  return AccessReview(
    system: system, asOf: asOf, access: access, systemMark: systemField.mark,
    asOfMark: asOfField.mark)
}

private func revocationReview(
  _ root: Element, _ findings: inout Findings
) -> RevocationReview? {
  guard
    let fields = Fields<RevocationReviewKeys>(root, of: "the review of a revocation", &findings)
  else { return nil }
  let field = fields.required(.revocation, example: "{grants: 12}", &findings)
  let grants = field.flatMap {
    Fields<RevocationKeys>($0.element, of: "`revocation`", &findings)?
      .required(.grants, example: "12", &findings)?
      .integer(1...Limits.revocations, &findings)
  }
  let reason = fields.optional(.reason, &findings)?.prose(limit: Limits.prose, &findings)
  guard let field, let grants else { return nil }
  return RevocationReview(grants: grants, reason: reason, mark: field.mark)
}

extension Field {
  fileprivate func grantID(_ findings: inout Findings) -> GrantID? {
    let expected = "the id of a grant: `g-` and 32 digits, as `countersign grants` shows it"
    guard let (text, _) = scalar(expected: expected, &findings) else { return nil }
    return GrantID(text) ?? refuse(expected: expected, &findings)
  }

  /// What is there, as the target names it, each once.
  fileprivate func standingItems(_ findings: inout Findings) -> [StandingAccess.Item] {
    distinct(list(mayBeEmpty: false, &findings), &findings) { field, findings in
      guard
        let fields = Fields<StandingItemKeys>(
          field.element, of: "a line of standing access", &findings)
      else { return nil }
      let subject = fields.required(.subject, example: "<name>", &findings)?
        .line(limit: Limits.name, &findings)
      let target = fields.required(.target, example: "<name>", &findings)?
        .line(limit: Limits.name, &findings)
      guard let subject, let target else { return nil }
      return StandingAccess.Item(subject: subject, target: target)
    }
  }

  /// The lines of an access review, each subject and entitlement once.
  fileprivate func reviewedAccess(_ findings: inout Findings) -> [ReviewedAccess] {
    let lines = list(mayBeEmpty: true, &findings).compactMap { $0.accessLine(&findings) }
    var known: Set<[String]> = []
    for line in lines where !known.insert([line.subject.text, line.entitlement]).inserted {
      findings.fault(
        "`\(line.subject)` with `\(line.entitlement)` is listed twice", at: line.mark,
        hint: "keep one of the two")
    }
    return lines
  }

  private func accessLine(_ findings: inout Findings) -> ReviewedAccess? {
    guard
      let fields = Fields<ReviewedAccessKeys>(element, of: "a line of an access review", &findings)
    else { return nil }
    let subject = fields.required(.subject, example: "<person or workload>", &findings)?
      .plainName(&findings).flatMap { IdentityID($0) }
    let entitlement = fields.required(.entitlement, example: "read-only", &findings)?
      .plainName(&findings)
    let decision = fields.required(.decision, example: "keep", &findings)?
      .choice(ReviewedAccess.Fate.self, &findings)
    let note = fields.optional(.note, &findings)?.prose(limit: Limits.prose, &findings)
    guard let subject, let entitlement, let decision else { return nil }
    return ReviewedAccess(
      subject: subject, entitlement: entitlement, decision: decision, note: note, mark: mark)
  }
}
