import Reporting
import Testing

@testable import SystemLifecycles

struct ProcessorFloorTests {
  @Test(arguments: [
    ("Intel(R) Core(TM)2 Duo CPU     E7500  @ 2.93GHz", 6, 23, 10, SystemOutlook.Answer.no),
    ("Intel(R) Core(TM) i7 CPU         920  @ 2.67GHz", 6, 26, 5, .no),
    ("Intel(R) Core(TM) i3-4005U CPU @ 1.70GHz", 6, 69, 1, .no),
    ("Intel(R) Core(TM) i3-6100 CPU @ 3.70GHz", 6, 94, 3, .no),
    // The 7th and the 8th generation share a number; the name or the stepping tells.
    ("Intel(R) Core(TM) i5-7400 CPU @ 3.00GHz", 6, 158, 9, .no),
    ("Intel(R) Core(TM) i5-8400 CPU @ 2.80GHz", 6, 158, 10, .yes),
    ("Intel(R) Core(TM) i5-8250U CPU @ 1.60GHz", 6, 142, 10, .yes),
    ("Intel(R) Core(TM) m3-8100Y CPU @ 1.10GHz", 6, 142, 9, .yes),
    ("Intel(R) Core(TM) m3-6Y30 CPU @ 0.90GHz", 6, 78, 3, .no),
    ("Intel(R) Pentium(R) CPU G4560 @ 3.50GHz", 6, 158, 9, .no),
    ("Intel(R) Pentium(R) CPU 4425Y @ 1.70GHz", 6, 142, 9, .yes),
    ("Intel(R) Pentium(R) Gold CPU 6500Y @ 1.10GHz", 6, 142, 9, .yes),
    ("Intel Celeron CPU 3867U @ 1.80GHz", 6, 142, 9, .yes),
    ("Intel(R) Pentium(R) CPU 4415Y @ 1.60GHz", 6, 142, 9, .no),
    ("Intel(R) Pentium(R) Gold G5400 CPU @ 3.70GHz", 6, 158, 10, .yes),
    ("Intel(R) Celeron(R) N4020 CPU @ 1.10GHz", 6, 122, 8, .yes),
    ("Intel(R) Celeron(R) CPU N3350 @ 1.10GHz", 6, 92, 9, .no),
    ("Intel(R) N100", 6, 190, 0, .yes),
    ("Intel(R) Core(TM) i5-1035G1 CPU @ 1.00GHz", 6, 126, 5, .yes),
    ("11th Gen Intel(R) Core(TM) i5-1135G7 @ 2.40GHz", 6, 140, 1, .yes),
    ("13th Gen Intel(R) Core(TM) i5-1335U", 6, 186, 3, .yes),
    ("Intel(R) Core(TM) i5-10400 CPU @ 2.90GHz", 6, 165, 3, .yes),
    ("Intel(R) Core(TM) Ultra 5 125H", 6, 170, 4, .yes),
    // Supported in some models only.
    ("Intel(R) Core(TM) i7-7820HQ CPU @ 2.90GHz", 6, 158, 9, .unknown),
    ("Intel(R) Pentium(R) 4 CPU 3.00GHz", 15, 4, 1, .no),
    ("Intel(R) Xeon(R) Processor", 6, 207, 2, .unknown),
    ("AMD Ryzen 3 2200G with Radeon Vega Graphics", 23, 17, 0, .no),
    ("AMD Ryzen 5 1600 Six-Core Processor", 23, 1, 1, .no),
    ("AMD Ryzen 5 2600 Six-Core Processor", 23, 8, 2, .yes),
    ("AMD Ryzen 5 3400G with Radeon Vega Graphics", 23, 24, 1, .yes),
    ("AMD Ryzen 5 5600G with Radeon Graphics", 25, 80, 0, .yes),
    // 15 is whatever is at least 15, as some agents compute it.
    ("AMD Ryzen 5 5600G with Radeon Graphics", 15, 80, 0, .yes),
    ("AMD Ryzen 3 2200G with Radeon Vega Graphics", 15, 17, 0, .no),
    ("AMD Athlon(tm) 64 Processor 3200+", 15, 79, 2, .no),
    ("AMD Processor model unknown", 15, 4, 8, .no),
    ("AMD A8-7600 Radeon R7", 21, 48, 1, .no),
    ("AMD Athlon(tm) II X2 240 Processor", 16, 6, 2, .no),
  ])
  func byNumbers(
    _ name: String, _ family: Int, _ model: Int, _ stepping: Int, _ answer: SystemOutlook.Answer
  ) {
    let processor = HardwareFacts.Processor(
      model: name, family: family, modelNumber: model, stepping: stepping)
    #expect(ProcessorFloor.judge(processor) == answer, "\(name)")
  }

  @Test(arguments: [
    ("Intel(R) Core(TM) i5-8400 CPU @ 2.80GHz", SystemOutlook.Answer.yes),
    ("Intel(R) Core(TM) i3-2120 CPU @ 3.30GHz", .no), ("Intel(R) Pentium(R) CPU G4560", .unknown),
    ("AMD Ryzen 7 2700X Eight-Core Processor", .yes), ("AMD Ryzen 5 2500U", .no),
    ("AMD Ryzen 5 5500U", .yes), ("AMD FX(tm)-6300 Six-Core Processor", .no),
    ("AMD Athlon Silver 3050U", .yes), ("", .unknown), ("VIA Nano", .unknown),
    ("AMD Ryzen 5 5600G with Radeon Graphics", .yes), ("AMD Ryzen 5 PRO 2400G", .no),
    ("AMD Ryzen 5 7600 6-Core Processor", .yes), ("AMD Ryzen 5 220 w/ Radeon 740M", .yes),
    ("AMD Ryzen 3 1200 Quad-Core Processor", .no), ("AMD 3020e with Radeon Graphics", .yes),
    ("AMD FX-6300 Six-Core Processor", .no), ("AMD E-350 Processor", .no),
    ("AMD E2-1800 APU", .no), ("AMD C-60 APU", .no), ("AMD A10-5800K APU", .no),
    ("AMD Phenom II X4 955 Processor", .no), ("AMD Athlon II X2 240 Processor", .no),
    ("AMD Athlon 64 X2 Dual Core Processor 4200+", .no), ("AMD Custom APU", .unknown),
    ("Intel Core i5-8400 CPU @ 2.80GHz", .yes), ("Intel Core2 Duo CPU     E7500  @ 2.93GHz", .no),
    ("Intel Pentium 4 CPU 3.00GHz", .no), ("Intel(R) Pentium(R) D CPU 2.80GHz", .no),
    ("Intel(R) Celeron(R) D CPU 3.06GHz", .no), ("Intel(R) Pentium(R) Gold G5400", .unknown),
  ])
  func byNameAlone(_ name: String, _ answer: SystemOutlook.Answer) {
    #expect(ProcessorFloor.judge(.init(model: name)) == answer)
  }
}
