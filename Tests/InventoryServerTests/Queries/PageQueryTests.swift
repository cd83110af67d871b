import Testing

@testable import InventoryServer

struct PageQueryTests {
  @Test(arguments: [
    ("search=mang+but", "mang but"),
    ("search=M%C4%83ng%20B%C3%BAt", "Măng Bút"),
    ("search=a%2Bb", "a+b"),
    ("s%65arch=a", "a"),
    ("search=first&search=second", "first"),
    ("search=a=b", "a=b"),
    ("search=", nil), ("search", nil), ("&&=&", nil), ("", nil),
    // not well-formed: left as it is
    ("search=%C4", "%C4"), ("search=%zz", "%zz"), ("search=%", "%"),
    ("search=%00", "\0"),
  ])
  func formEncodingIsDecoded(_ query: String, _ value: String?) {
    #expect(PageQuery(encoded: query)["search"] == value)
  }

  @Test func parameterCountIsBounded() {
    let query = PageQuery(encoded: (0..<10_000).map { "p\($0)=1" }.joined(separator: "&"))
    #expect(query.all.count == PageQuery.maximumParameters)
  }
}
