/// Who wrote and who made a commit, by its own word.
///
/// For commits whose signature nobody asks for: only what tells these two must be in order. Old tools and imports
/// write all kinds of things behind them, which make `Commit` refuse the commit and say nothing about people.
package struct CommitPeople: Hashable, Sendable {
  /// Who is said to have written the change.
  package let author: Ident.Claimant
  /// Who is said to have made the commit.
  package let committer: Ident.Claimant

  /// Reads the `author` and the `committer`, which must follow the parents, each once.
  ///
  /// - Throws: Where one of them is missing, malformed (its date aside), or there twice.
  package init(of raw: RawCommit) throws(CommitFormatError) {
    var headers = CommitHeaders(raw)
    (author, committer) = (try headers.person("author"), try headers.person("committer"))
    try headers.checkNoMorePeople()
  }
}
