import InventoryStore

/// What an officer chose for new tokens, in the address or in the form.
struct TokenChoice: Sendable {
  static let everyCommune = "all"

  var province: String?
  /// A commune's digits, or ``everyCommune``.
  var place: String?
  var uses = "10"
  var days = String(InventoryStore.tokenDays)
  var server: String?

  init(_ query: PageQuery) {
    province = query.province
    place = query["commune"]
    server = query["server"]
  }

  init(_ form: PageForm) {
    province = form["province"]
    place = form["commune"]
    uses = form["uses"] ?? ""
    days = form["days"] ?? ""
    server = form["server"]
  }
}
