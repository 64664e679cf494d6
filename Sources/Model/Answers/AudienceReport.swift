/// What a workload asks its platform for, so that the token signs one request.
package struct AudienceReport: Sendable {
  /// What to ask the platform for: the token's `aud`.
  package let audience: String
  package let request: RequestKey
  /// Where the token belongs.
  package let token: RepositoryPath

  package init(audience: String, request: RequestKey, token: RepositoryPath) {
    self.audience = audience
    self.request = request
    self.token = token
  }
}
