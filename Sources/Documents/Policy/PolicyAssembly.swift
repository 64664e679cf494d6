package import Model

/// Makes the policy of all documents of a `policies/` tree, after holding them against each other.
///
/// Every name must be of something that exists, no key and no address may belong to two identities, and
/// the processor may be nobody: only a set free of faults becomes a `Policy` (DESIGN section 6). The
/// reasons are sorted by file, line and column. Whether people are active is judged when deciding.
package func assemblePolicy(
  _ documents: [ParsedDocument]
) -> Result<Policy, DocumentFaults> {
  // In the order of paths, which is git's, the first holder of a key is the same in every run.
  let isSorted = zip(documents, documents.dropFirst()).allSatisfy { $0.path <= $1.path }
  let documents = isSorted ? documents : documents.sorted { $0.path < $1.path }
  let sorted = SortedDocuments(documents)
  let inventory = PolicyInventory(sorted)
  var reasons = inventory.unknownReferences(in: documents)
  reasons += inventory.sharedIDs()
  reasons += inventory.madeUpIDs()
  reasons += inventory.sponsorFaults()
  reasons += inventory.sharedKeys()
  reasons += inventory.sharedEmails()
  reasons += inventory.tokenFaults()
  guard let policy = sorted.policy else {
    let missing = Reason(
      .invalidDocument, "the settings are missing", at: SourceLocation(file: Settings.file),
      hint: "`countersign init` lays out an access repository")
    return .failure(DocumentFaults(inFileOrder(reasons + [missing])))
  }
  guard reasons.isEmpty else { return .failure(DocumentFaults(inFileOrder(reasons))) }
  return .success(policy)
}

/// The policy of documents that `assemblePolicy` accepted before, without holding them against each other again.
///
/// A tree that came into force was checked then, and every run reads it anew: with thousands of people the
/// checks would cost more than the run. Nil without settings.
package func acceptedPolicy(of documents: [ParsedDocument]) -> Policy? {
  SortedDocuments(documents).policy
}
