import Calibration
import Testing

struct SeededOrderTests {
    @Test func `a sample of a growing set only gains new keys`() {
        let order = SeededOrder(seed: 5)
        let before = order.sample(100, of: 1...1_000)
        let after = order.sample(100, of: 1...1_200)
        #expect(before.count == 100)
        let gained = Set(after).subtracting(before)
        #expect(gained.allSatisfy { $0 > 1_000 })
        #expect(gained.count < 40)
    }

    @Test func `the order never changes`() {
        #expect(SeededOrder(seed: 1).sample(5, of: 1...50) == [48, 21, 10, 18, 41])
    }

    @Test func `another seed gives another order`() {
        let one = SeededOrder(seed: 1).sample(20, of: 1...500)
        #expect(one != SeededOrder(seed: 2).sample(20, of: 1...500))
    }
}
