package import Model

/// What somebody asks about.
package enum ExplainSubject {
  case request(RepositoryPath)
  case grant(GrantID)
  case person(IdentityID)
  case review(RepositoryPath)

  /// Reads what was typed.
  ///
  /// - Throws: `.wrongUsage` for what can be neither.
  package init(_ text: String) throws(ProcessingError) {
    if let id = GrantID(text) {
      self = .grant(id)
      return
    }
    if let id = IdentityID(text) {
      self = .person(id)
      return
    }
    let relative = text.hasPrefix("./") ? String(text.dropFirst(2)) : text
    guard let path = RepositoryPath(description: relative), path.segments.count > 1,
      ["requests", "mandates", "reviews"].contains(where: path.isInside)
    else {
      throw ProcessingError(
        .wrongUsage,
        "\(text) is neither a request's, a mandate's or a review's path nor the id of a grant or a person.",
        hint:
          "A path is requests/<system>/<name>.yaml, mandates/<name>.yaml or reviews/<name>.yaml; an id is g- and 32 "
          + "digits, as countersign grants prints them.")
    }
    self = path.isInside("reviews") ? .review(path) : .request(path)
  }
}
