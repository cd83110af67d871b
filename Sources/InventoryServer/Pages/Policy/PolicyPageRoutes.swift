import Foundation
import Hummingbird
import InventoryStore
import Presentation
import Prioritization

/// `/policy`: the criteria and their reasons; `/policy/what-if`: other weights; `/policy/pairs`:
/// weights from comparisons. Nothing here is stored.
struct PolicyPageRoutes: Sendable {
  let documents: PlannerDocuments

  private var policy: Policy { documents.policy }

  func add(to router: PageRouter) {
    router.get("/policy") { call in
      call.page(
        .policy, title: call.text("policyPage.title"),
        PolicyPage(call: call, policy: policy, digest: documents.source.policyDigest).values())
    }
    router.get("/policy/what-if") { call in
      let form = WhatIfForm(policy: policy) { call.query[$0] }
      var page = WhatIfPage(
        call: call, policy: policy, form: form,
        provinces: try await documents.store.register.provinces(within: call.scope))
      page.result = try await result(call, form)
      return call.page(.whatIf, title: call.text("whatIf.title"), page.values())
    }
    router.get("/policy/what-if/file") { call in
      let form = WhatIfForm(policy: policy) { call.query[$0] }
      guard let (document, reweighting) = try await result(call, form) else {
        throw ServerError(
          .argumentMalformed,
          "This address contains no weights: fill in the form at /policy/what-if.")
      }
      return PageResponse.file(
        ReweightingCSV.encode(
          reweighting, of: document, call.language, messages: call.messages),
        type: "text/csv; charset=utf-8", name: "what-if-\(form.province ?? "all").csv")
    }
    router.get("/policy/pairs") { call in
      let form = PairsForm(policy: policy) { call.query[$0] }
      return call.page(
        .pairs, title: call.text("pairs.title"),
        PairsPage(call: call, policy: policy, form: form).values())
    }
  }

  /// nil if no other weights are requested, or they have a fault.
  private func result(
    _ call: PageCall, _ form: WhatIfForm
  ) async throws -> (document: RankingDocument, reweighting: Reweighting)? {
    guard let weights = form.weights else { return nil }
    let document = try await documents.rankings.document(
      .init(province: form.province, scope: call.scope))
    let reweighting = try await documents.queue.run(for: await call.queueCaller) { [policy] in
      Reweighting(
        Ranking(policy: policy, ranked: document.entries.map(\.ranked)), weights: weights)
    }
    return reweighting.map { (document, $0) }
  }
}
