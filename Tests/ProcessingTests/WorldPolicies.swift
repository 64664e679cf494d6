import Git
import Model
import TestSupport

/// The policies that a world begins with.
enum WorldPolicies {
  static let billing = "policies/systems/billing-db.yaml"
  static let rules = "policies/rules/third-parties.yaml"

  /// The files of `policies/`, with what a seed adds to them.
  static func files(
    _ keys: WorldKeys, _ random: inout SplitMix64
  ) -> [(String, String)] {
    var policies = AccessRepository.Policies()
    // So many that two are left where a third one's key is marked.
    policies.groups["security"] = ["mia.chen", "leo.ruiz", "tom.berg"]
    policies.texts[billing] = policies.texts[billing]?.replacing(
      "      conflicts_with: [ledger-db/approve-payments]",
      with: """
              conflicts_with: [ledger-db/approve-payments]
              emergency: {eligible: [group:dba], approvals: [], maximum_duration: 30m, review_within: 24h}
        """)
    policies.texts[billing] = policies.texts[billing]?.replacing(
      "eligible: [class:contractor, class:employee, workload:nightly-export]",
      with: "eligible: [class:contractor, class:employee, workload:nightly-export, workload:etl]")
    policies.texts["policies/keys/ci.jwks.json"] = keys.jwks
    policies.texts["policies/issuers/ci.yaml"] = """
      issuer: https://ci.example
      keys: keys/ci.jwks.json
      algorithms: [ES256]
      status: active

      """
    policies.texts["policies/workloads/etl.yaml"] = """
      owner: person:priya.nair
      purpose: Loads the warehouse.
      attest: [{issuer: ci, claims: {repository_id: "1"}}]
      verified: 2026-11-01T00:00:00Z
      status: active

      """
    if Int.random(in: 0..<2, using: &random) == 0 {
      policies.texts[rules, default: ""] += "  renewals: {maximum: 1, within: 30d}\n"
    }
    if Int.random(in: 0..<3, using: &random) == 0 {
      policies.settingsMore = "mass_revocation: 50%\n"
    }
    return policies.files(keys.files)
  }
}
