import Model

// The names are DESIGN section 9's, and those the ledger's records have: programs match on them.

extension JSONValue {
  init(_ reason: Reason) { self = .object(JSONValue.members(of: reason)) }

  /// The members of a reason, for findings that say more than it does.
  static func members(of reason: Reason) -> [String: JSONValue] {
    let members: [String: JSONValue?] = [
      "code": .string(reason.code.rawValue), "message": .string(reason.message),
      "file": reason.file.map(JSONValue.string), "line": reason.line.map(JSONValue.integer),
      "column": reason.column.map(JSONValue.integer), "hint": reason.hint.map(JSONValue.string),
      "commit": reason.commit.map { JSONValue(text: $0) },
    ]
    return members.compactMapValues { $0 }
  }

  init(_ reasons: [Reason]) { self.init(reasons) { JSONValue($0) } }

  init(_ key: RequestKey) {
    self = ["path": JSONValue(text: key.path), "blob": JSONValue(text: key.blob)]
  }

  init(_ approval: Approval) {
    self = [
      "person": JSONValue(text: approval.person), "key": .string(approval.key),
      "format": .string(approval.format.rawValue),
      "assurance": .string(approval.assurance.rawValue), "commit": JSONValue(text: approval.commit),
    ]
  }

  init(_ event: GrantEvent) {
    self = [
      "event": .string(event.event.rawValue), "at": JSONValue(text: event.at),
      "mainline": JSONValue(text: event.mainline), "reasons": JSONValue(event.reasons),
    ]
  }

  init(_ grant: Grant) {
    self.init(present: [
      "id": JSONValue(text: grant.id), "subject": JSONValue(text: grant.subject),
      "system": JSONValue(text: grant.system), "entitlement": .string(grant.entitlement),
      "start": JSONValue(text: grant.start), "end": JSONValue(text: grant.end),
      "state": .string(grant.state.rawValue), "ticket": grant.ticket.map(JSONValue.string),
      "reason": .string(grant.reason), "request": JSONValue(grant.request),
      "landing": JSONValue(text: grant.landing), "policy": JSONValue(text: grant.policy),
      "approvals": JSONValue(grant.approvals) { JSONValue($0) },
      "history": JSONValue(grant.history) { JSONValue($0) },
      "emergency": grant.emergency.map { JSONValue($0) },
      "certificate": grant.certificate.map { JSONValue($0) },
      "connector": grant.connector.map { .string($0.rawValue) },
      "runbook": grant.runbook.map {
        ["give": .string($0.give), "take": .string($0.take)]
      },
      "mandate": grant.mandate.map { JSONValue($0) },
      "token": grant.token.map { JSONValue($0) },
      "target": grant.target.map { .object($0.parts.mapValues(JSONValue.string)) },
    ])
  }

  init(_ token: TokenProof) {
    self.init(present: [
      "issuer": .string(token.issuer), "kid": token.kid.map(JSONValue.string),
      "sub": token.sub.map(JSONValue.string), "jti": token.jti.map(JSONValue.string),
      "claims": JSONValue(token.claims.all),
    ])
  }

  private init(_ claims: [PinnedClaim]) {
    let members = claims.map { claim -> (String, JSONValue) in
      switch claim.value {
      case .text(let text): (claim.name, .string(text))
      case .integer(let number): (claim.name, .integer(Int(number)))
      case .boolean(let value): (claim.name, .bool(value))
      case .claims(let inner): (claim.name, JSONValue(inner))
      }
    }
    self = .object(Dictionary(members) { first, _ in first })
  }

  init(_ terms: CertificateTerms) {
    self.init(present: [
      "authority": .string(terms.authority), "keys": .array(terms.keys.map(JSONValue.string)),
      "login": terms.login.map { JSONValue($0) }, "profile": terms.profile.map { JSONValue($0) },
    ])
  }

  init(_ profile: X509Profile) {
    self = [
      "common_name": .string(profile.commonName),
      "dns": .array(profile.dnsNames.map(JSONValue.string)),
      "emails": .array(profile.emails.map(JSONValue.string)),
      "uris": .array(profile.uris.map(JSONValue.string)),
      "extended_key_usage": .array(profile.extendedKeyUsage.map { .string($0.rawValue) }),
    ]
  }

  init(_ login: SSHLogin) {
    self.init(present: [
      "principals": .array(login.principals.map(JSONValue.string)),
      "source_address": .array(login.sourceAddresses.map(JSONValue.string)),
      "force_command": login.forceCommand.map(JSONValue.string),
      "extensions": .array(login.extensions.map { .string($0.rawValue) }),
    ])
  }

  init(_ use: EmergencyUse) {
    self.init(present: [
      "review_by": JSONValue(text: use.reviewBy),
      "review": use.review.map { review in
        [
          "by": JSONValue(review.by) { JSONValue(text: $0) }, "at": JSONValue(text: review.at),
          "review": JSONValue(review.review),
        ]
      },
    ])
  }

  init(_ review: OverdueReview) {
    self.init(present: [
      "system": JSONValue(text: review.system), "grant": review.grant.map { JSONValue(text: $0) },
      "due": JSONValue(text: review.due), "reason": JSONValue(review.reason),
    ])
  }

  init(_ due: Due) { self = .object(JSONValue.members(of: due)) }

  /// The members of what falls due, for events that say more than it does.
  static func members(of due: Due) -> [String: JSONValue] {
    let members: [String: JSONValue?] = [
      "kind": .string(due.kind.rawValue), "due": JSONValue(text: due.at),
      "subject": due.subject.map { JSONValue(text: $0) },
      "grant": due.grant.map { JSONValue(text: $0) },
      "system": due.system.map { JSONValue(text: $0) },
      "entitlement": due.entitlement.map { .string($0.entitlement) },
      "since": due.since.map { JSONValue(text: $0) },
      "runbook": due.runbook.map(JSONValue.string),
      "recipients": JSONValue(due.recipients) { JSONValue(text: $0) },
    ]
    return members.compactMapValues { $0 }
  }

  init(_ window: Window) {
    self = ["start": JSONValue(text: window.start), "end": JSONValue(text: window.end)]
  }

  init(_ change: UngovernedChange) {
    self.init(present: [
      "path": JSONValue(text: change.path), "landing": JSONValue(text: change.landing),
      "before": change.before.map(JSONValue.string), "reason": JSONValue(change.reason),
    ])
  }

  init(_ acceptance: VoidedAcceptance) {
    self = [
      "path": JSONValue(text: acceptance.path), "landing": JSONValue(text: acceptance.landing),
      "reason": JSONValue(acceptance.reason),
    ]
  }
}
