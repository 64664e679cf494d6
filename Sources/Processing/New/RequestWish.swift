internal import Git
internal import Ledger
package import Model

/// What somebody said of the access that they want; the rest is asked, or missing.
package struct RequestWish: Sendable {
  /// For whom; absent for whoever has git's `user.email`.
  package var subject: IdentityID?
  package var entitlement: EntitlementName?
  /// As it was written.
  package var duration: String?
  package var starts: Instant?
  package var ticket: String?
  package var reason: String?
  /// Whether to ask on the terms for emergencies.
  package var isEmergency = false
  /// The file of the SSH key to certify.
  package var publicKey: String?
  /// The file that proves the key which an X.509 authority is to certify.
  package var certificateRequest: String?
  /// The name of the request's file, without `.yaml`.
  package var name: String?

  /// A wish for nothing in particular.
  package init() {}
}

/// Writes requests into the work tree of a repository.
package struct RequestDesk {
  private let ground: CheckGround
  private let root: String
  private let now: Instant
  private let outside: Outside

  /// Looks at the repository at `path`.
  ///
  /// - Throws: `.wrongUsage` for a bare repository.
  package init(
    at path: String, anchor: ObjectID?, _ clock: Instant, _ outside: Outside
  ) throws(ProcessingError) {
    let repository = try Workspace.repository(at: path, outside: outside)
    guard let root = repository.workTree else {
      throw ProcessingError(
        .wrongUsage, "A bare repository has no work tree to write a request to.",
        hint: "Clone it: git clone <address>.")
    }
    ground = try CheckGround(at: path, anchor: anchor, base: nil, clock, outside)
    self.root = root
    self.outside = outside
    // A ledger's drill lies ahead of the clock where its runs were told so.
    now = max(clock, ground.ledger?.cursor.at ?? clock)
  }

  /// Writes the request that is wished for, and says how to go on.
  ///
  /// - Parameter questions: Whom to ask about what the wish leaves open; absent where nobody can be asked.
  /// - Throws: `.negative` where the request would be refused, or its file is there already.
  package func write(
    _ wish: RequestWish, asking questions: Questions?
  ) throws(ProcessingError) -> DraftReport {
    let policy = ground.force.policy
    let interview = Interview(
      policy: policy, isEmergency: wish.isEmergency, note: outside.note, prompter: questions)
    let asker = try Asker(ground.repository, policy)
    let subject = if let known = wish.subject { known } else { try interview.subject(asker) }
    var draft = try interview.draft(
      subject: subject, entitlement: wish.entitlement, duration: wish.duration,
      starts: wish.starts, ticket: wish.ticket, reason: wish.reason)
    if let path = wish.publicKey {
      draft.publicKey = try IdentityFiles.publicKey(namedBy: path, outside.files)
    }
    if let path = wish.certificateRequest {
      draft.certificateRequest = try CertificateRequestFiles.request(in: path, outside.files)
    }
    let writer = DraftWriter(
      ground: ground, root: root, author: asker.identity, now: now, files: outside.files)
    return try writer.write(draft, name: wish.name)
  }
}
