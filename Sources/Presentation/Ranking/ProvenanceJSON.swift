import FoundationEssentials
import Prioritization

/// The policy and the measures on which a document is based: its members `policy`, `asOf` and, for
/// a planner's table, `table`.
struct ProvenanceJSON: Encodable {
  struct PolicyName: Encodable {
    var id: String
    var version: Int
    /// `sha-256:` and hexadecimal digits; omitted if unknown.
    var digest: String?
  }

  struct Table: Encodable {
    var name, digest: String
  }

  var policy: PolicyName
  @Nullable var asOf: Date?
  var table: Table?

  init(_ provenance: Provenance, _ policy: Policy) {
    self.policy = PolicyName(
      id: policy.id, version: policy.version,
      digest: provenance.policyDigest.map { "sha-256:" + $0 })
    asOf = provenance.asOf
    table = provenance.table.map { Table(name: $0.name, digest: "sha-256:" + $0.digest) }
  }
}
