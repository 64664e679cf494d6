internal import Git
internal import Model

extension SignerTable {
  /// The person whom a forge's signature names: the one who claims the address of the merge's author.
  ///
  /// A forge signs whatever is made in its pages: in any repository, on any branch, edits as well as merges.
  /// So it counts only for commits that name the forge as their committer and land on the mainline
  /// themselves, where the forge's own rules let nobody else write.
  func person(namedBy key: VerifiedKey, _ forge: Forge, isLanding: Bool) -> SignerVerdict {
    let commit = key.commit
    let name = commit.id.short
    guard forge.isCommitter(commit.committer.person) else {
      return .nobody(
        Reason(
          .notAnApprover,
          "Commit \(name) is signed by the forge \(forge.id) and not committed by \(forge.committer.name), so it is no merge of its pages.",
          at: SourceLocation(file: forge.file)))
    }
    guard isLanding else {
      return .nobody(
        Reason(
          .notAnApprover,
          "Merge \(name) is signed by the forge \(forge.id), whose merges count only when they land on the mainline themselves.",
          hint: "Next time sign with a key of your own."))
    }
    guard let identity = policy.identity(claiming: commit.author.email) else {
      return .nobody(unmapped(commit, forge))
    }
    return .signer(signer(identity, key, isForge: true))
  }

  /// Nobody claims the address of the merge's author: which one to add, and to whom, as far as the name tells.
  ///
  /// Anybody can call themselves by a reviewer's name, so that is a guess for people to check.
  private func unmapped(_ commit: Commit, _ forge: Forge) -> Reason {
    let (name, address) = (shown(commit.author.name), shown(commit.author.email))
    let namesakes = policy.people.values.filter { commit.author.name.elementsEqual($0.name.utf8) }
      .map(\.file).sorted()
    let file =
      switch namesakes.count {
      case 0: "the file of \(name) under policies/people/"
      case 1: namesakes[0]
      default: "one of \(namesakes.joined(separator: ", "))"
      }
    return Reason(
      .unmappedAuthor,
      "Merge \(commit.id.short) was made in the pages of \(forge.id) by \(name) with the address <\(address)>, which no identity claims.",
      hint:
        "Ask \(name) whether the address is theirs; if so, add <\(address)> to `emails` in \(file): it "
        + "counts for what lands once that is in force.")
  }
}

extension Policy {
  /// Whether `person` is what one of the forges writes as a committer.
  func isForge(_ person: Ident.Claimant) -> Bool { forges.contains { $0.isCommitter(person) } }
}

extension Forge {
  /// Whether `person` is what the forge writes as the committer of its merges.
  func isCommitter(_ person: Ident.Claimant) -> Bool {
    person.name.elementsEqual(committer.name.utf8)
      && lowerCasedASCII(person.email).utf8.elementsEqual(committer.email.utf8)
  }
}
