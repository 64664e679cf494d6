import Model

extension Hearing {
  /// Who of those who approved counts, for what, and who could still give what is missing.
  func tally(_ terms: Terms) -> Tally {
    let electorate = Electorate(
      policy: policy, owner: terms.system.owner,
      sponsor: policy.subject(request.subject).flatMap(policy.sponsor(of:)))
    let lines = terms.lists.flatMap(\.lines)
    let authors = Set(landed.changes.flatMap(\.people))
    var counted: [SeenApproval] = []
    var notes: [Reason] = []
    let sorted = landed.approvals.sorted {
      ($0.approval.person, $0.approval.commit) < ($1.approval.person, $1.approval.commit)
    }
    for seen in sorted {
      var faults =
        signatureFaults(of: seen, terms) + personFaults(of: seen.approval.person, authors)
      if request.isEmergency,
        let doubt = overlay.doubted.doubt(about: seen.approval.person, seen.approval.key)
      {
        faults.append((.inactiveApprover, "\(doubt)"))
      }
      let isNamed = lines.contains { electorate.names(seen.approval.person, in: $0) }
      if faults.isEmpty, !isNamed {
        faults = [(.notAnApprover, "nothing here asks for an approval of theirs")]
      }
      if faults.isEmpty { counted.append(seen) }
      notes += faults.map { note($0.code, seen.approval, $0.fault) }
    }
    return Tally(counted, notes: notes, lists: terms.lists, electorate: electorate) { person in
      personFaults(of: person, authors).isEmpty
        && !(request.isEmergency && overlay.doubted.people.contains(person))
        && policy.canSign(person, for: terms.assurance, at: now)
    }
  }

  /// Who approved, and what is missing, list by list.
  func need(_ terms: Terms) -> Need {
    let tally = tally(terms)
    let shortages = tally.requirements.filter { !$0.isSatisfied }.map { requirement in
      let missing = requirement.lines.filter { $0.missing > 0 }
      let parts = missing.map { status in
        let from = status.line.from.map(\.description).joined(separator: " or ")
        let who =
          status.candidates.isEmpty
          ? "nobody could give it now" : listed(status.candidates.map(\.text), joinedBy: "or")
        return "\(status.missing) more from \(from) (\(who))"
      }
      return Shortage(
        message: "\(requirement.origin) needs \(parts.joined(separator: ", and "))",
        location: SourceLocation(
          file: requirement.location.file, mark: missing.first?.line.mark),
        canBeGiven: requirement.canBeCompleted)
    }
    return Need(tally: tally, shortages: shortages)
  }

  /// What is missing, with what would bring it for this request.
  ///
  /// - Parameter isRefused: Whether something else speaks against it, so that no approval helps.
  func reasons(_ shortages: [Shortage], isRefused: Bool) -> [Reason] {
    shortages.map { shortage in
      Reason(
        .shortOfApprovals, sentence(shortage.message), at: shortage.location,
        hint: isRefused ? nil : mend(of: shortage))
    }
  }

  private func mend(of shortage: Shortage) -> String? {
    // An example lies where no request does, and its approvals are written down there.
    guard landed.flaws.isEmpty, now < lapse, !landed.key.path.isInside("policies") else {
      return nil
    }
    // What landed with a date behind the end of its patience no approval brings back.
    if lapse <= landed.dated { return nil }
    if let last = clock, last < lapse {
      return "Wait until \(last): what is dated ahead counts from then on."
    }
    return shortage.canBeGiven
      ? "countersign approve \(shellWord("\(landed.key.path)"))"
      : "Nobody is left who could. Let policy name more people with a key who neither ask nor wrote the request, or "
        + "let somebody else write it anew, at another path."
  }

  /// Until when some of the approvals wait for the clock; nil where none does.
  private var clock: Instant? {
    landed.approvals.map(\.dated).filter { Hearing.isAhead($0, of: now) }.max()
  }

  /// When the request stops waiting for approvals.
  var lapse: Instant { landed.seen.advanced(by: policy.settings.expireAfter) }

  private typealias Fault = (code: ReasonCode, fault: String)

  private func signatureFaults(of seen: SeenApproval, _ terms: Terms) -> [Fault] {
    var faults: [Fault] = []
    if overlay.compromised.contains(seen.approval.key) {
      faults.append((.compromisedKey, "the key is compromised"))
    }
    if seen.approval.assurance < terms.assurance {
      faults.append(
        (
          .assuranceTooLow,
          "its assurance is \(seen.approval.assurance.rawValue), and \(terms.assurance.rawValue) is "
            + "asked for"
        ))
    }
    if Hearing.isAhead(seen.dated, of: now) {
      faults.append((.approvalInFuture, "it is dated \(seen.dated), and counts from then on"))
    }
    return faults
  }

  /// Why no approval of `person` counts here, however it is signed.
  private func personFaults(of person: IdentityID, _ authors: Set<IdentityID>) -> [Fault] {
    var faults: [Fault] = []
    if !standing.isActive(person) {
      faults.append((.inactiveApprover, "they are no active person"))
    }
    if isSubject(person) {
      faults.append((.selfApproval, "the access is for them or for a workload of theirs"))
    } else if authors.contains(person) {
      faults.append((.authorApproval, "they wrote, committed or signed a change to the request"))
    }
    return faults
  }

  private func isSubject(_ person: IdentityID) -> Bool {
    guard person != request.subject else { return true }
    switch policy.workloads[request.subject]?.owner {
    case .person(let owner): return owner == person
    case .group(let id):
      let askers = askers(in: id)
      return askers.isEmpty
        ? policy.groups(of: person).contains(id) : askers.contains(person)
    case nil: return false
    }
  }

  /// The members of `group`, which owns the subject, who asked.
  ///
  /// They are those whose signature stands on a commit that made the request the very blob that landed. Addresses prove
  /// nothing, so where nobody signed that every member may have asked (DESIGN section 5).
  private func askers(in group: GroupID) -> Set<IdentityID> {
    Set(
      landed.changes.filter { $0.isOrigin == true }.compactMap(\.signer)
        .filter { policy.groups(of: $0).contains(group) })
  }

  private func note(_ code: ReasonCode, _ approval: Approval, _ fault: String) -> Reason {
    Reason(
      code,
      "\(approval.commit.short) by `\(approval.person)` with the key \(approval.key) does not count: "
        + "\(fault).",
      at: place(nil), about: approval.commit)
  }
}

/// What one approvals list lacks, whatever the request is called.
struct Shortage {
  let message: String
  let location: SourceLocation
  /// Whether there is somebody for each approval that is missing.
  let canBeGiven: Bool
}

extension Policy {
  /// Whether `person` has a key with which they could approve at `now`, or an address where a forge's word
  /// counts.
  ///
  /// By the policy's marks alone: whether an OpenPGP certificate stands is found out when it signs.
  func canSign(_ person: IdentityID, for assurance: Assurance, at now: Instant) -> Bool {
    guard let person = people[person] else { return false }
    if assurance == .forge, !forges.isEmpty, !person.emails.isEmpty { return true }
    return person.keys.contains { key in
      key.isUsable(at: now) && (assurance < .hardware || key.isSecurityKey)
    }
  }
}

extension PolicyKey {
  /// Whether the key lives in hardware: the wire form begins with the length of the type's name in four
  /// bytes, and the name with `sk-` (PROTOCOL.u2f).
  fileprivate var isSecurityKey: Bool {
    guard case .ssh(let wireFormat) = material else { return false }
    return wireFormat.dropFirst(4).starts(with: "sk-".utf8)
  }
}
