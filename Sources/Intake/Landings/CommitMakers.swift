internal import Git
internal import Model

/// Tells who made a commit that changed something: nobody of them approves the change (DESIGN section 5).
struct CommitMakers {
  let reader: ObjectReader
  let signers: SignerTable

  /// Whoever wrote, committed or signed `id`, and what keeps anybody from knowing; of no path yet its origin.
  func makers(of id: ObjectID) throws(GitError) -> (RequestChange, [Reason]) {
    try reader.charge(.signatures)
    let raw = try reader.repository.rawCommit(id)
    try reader.charge(.objectBytes, raw.size)
    let commit: CommitPeople
    do throws(CommitFormatError) {
      commit = try CommitPeople(of: raw)
    } catch {
      let flaw = Reason(
        .malformedCommit, "Commit \(id.short) is malformed: \(error.message).",
        hint: "Make the change again with git itself.", about: id)
      return (RequestChange(commit: id, people: [], signer: nil, isOrigin: false), [flaw])
    }
    var people: Set<IdentityID> = []
    var flaws: [Reason] = []
    for (role, ident) in [("author", commit.author), ("committer", commit.committer)] {
      if let identity = signers.policy.identity(claiming: ident.email) {
        people.insert(identity)
      } else if role == "committer", signers.policy.isForge(ident) {
        // Whoever edits in a forge's pages is the author; a forge is no unknown committer (DESIGN section 5).
        continue
      } else {
        flaws.append(
          Reason(
            .unmappedAuthor,
            "Commit \(id.short) has the \(role) address <\(shown(ident.email))>, which no identity claims.",
            hint: mend(of: ident), about: id))
      }
    }
    var signer: IdentityID?
    var key: String?
    if case .signer(let found) = try signers.signer(of: id) {
      signer = found.identity
      if signers.overlay.doubted.holders.contains(found.identity) { key = found.fingerprint }
    }
    // Whoever's key a brake stops has had a part in it all the same.
    if case .success(let found) = try signers.key(behind: id),
      case .identity(let owner) = found.owned.owner
    {
      people.insert(owner)
    }
    if flaws.count == 2, commit.author.email == commit.committer.email { flaws.removeLast() }
    return (
      RequestChange(
        commit: id, people: people.sorted(), signer: signer, isOrigin: false, key: key), flaws
    )
  }
}

extension CommitMakers {
  /// What helps where no identity claims the address.
  private func mend(of ident: Ident.Claimant) -> String {
    isOfNobody(ident.email)
      ? "That is a service's address and no person's: make the change again with an address of your own, or have "
        + "policies/forges/ name the forge and its key first."
      : "Make the change again with an address that is there, or have this one added to its owner's file under "
        + "policies/people/ first."
  }

  /// Whether it is the address by which a forge calls itself; those that it gives its users have a name in them.
  private func isOfNobody(_ address: [UInt8]) -> Bool {
    let local = lowerCasedASCII(address.prefix { $0 != UInt8(ascii: "@") })
    return ["noreply", "no-reply", "donotreply", "do-not-reply"].contains(local)
  }
}

/// Bytes of an address as text that can be shown anywhere.
func shown(_ bytes: [UInt8]) -> String { RepositoryPath(bytes).description }
