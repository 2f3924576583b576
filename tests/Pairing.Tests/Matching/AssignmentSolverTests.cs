using PartyCloud.Pairing.Matching;

namespace PartyCloud.Pairing.Tests;

public sealed class AssignmentSolverTests
{
    [Fact]
    public void Three_thousand_small_problems_are_solved_as_exhaustive_search_solves_them()
    {
        var random = new Random(20260701);
        for (var round = 0; round < 3000; round++)
        {
            var problem = SmallProblem.Random(random);

            var expected = problem.FirstBestByExhaustiveSearch();
            var found = AssignmentSolver.Solve(problem.Costs, problem.Capacities, problem.FirstUse, problem.NextUse);

            Assert.True(expected.SequenceEqual(found), $"round {round}: {problem}\nexpected {string.Join(',', expected)}\nfound    {string.Join(',', found)}");
        }
    }

    [Fact]
    public void More_rows_served_beat_any_saving()
    {
        // Row 0 would rather have the only column row 1 can have.
        int[][] costs = [[0, 1_000_000], [0, AssignmentSolver.Forbidden]];

        Assert.Equal([1, 0], AssignmentSolver.Solve(costs, [1, 1], [0, 0], 0));
    }

    [Fact]
    public void Load_spreads_rows_over_equal_columns()
    {
        int[][] costs = [[5, 5], [5, 5], [5, 5], [5, 5]];

        Assert.Equal([0, 0, 1, 1], AssignmentSolver.Solve(costs, [4, 4], [0, 0], 1));
    }

    [Fact]
    public void Without_a_load_cost_the_first_column_takes_what_it_can()
    {
        int[][] costs = [[5, 5], [5, 5], [5, 5]];

        Assert.Equal([0, 0, 1], AssignmentSolver.Solve(costs, [2, 2], [0, 0], 0));
    }

    [Fact]
    public void Of_equal_rows_the_later_one_stays_without_a_column()
    {
        int[][] costs = [[3], [3], [3]];

        Assert.Equal([0, 0, AssignmentSolver.None], AssignmentSolver.Solve(costs, [2], [0], 7));
    }

    [Fact]
    public void No_columns_and_no_rows_are_problems_too()
    {
        Assert.Empty(AssignmentSolver.Solve([], [1], [0], 0));
        Assert.Equal([AssignmentSolver.None], AssignmentSolver.Solve([[]], [], [], 0));
    }

    private sealed record SmallProblem(int[][] Costs, int[] Capacities, long[] FirstUse, long NextUse)
    {
        public static SmallProblem Random(Random random)
        {
            var (rows, columns) = (random.Next(1, 6), random.Next(1, 6));
            // Few distinct costs make many ties, and ties are what the order has to decide.
            var (distinct, barred) = (random.Next(1, 8), random.Next(0, 60));
            return new SmallProblem(
                [.. Enumerable.Range(0, rows).Select(_ => Enumerable.Range(0, columns)
                    .Select(_ => random.Next(100) < barred ? AssignmentSolver.Forbidden : random.Next(distinct) * 10).ToArray())],
                [.. Enumerable.Range(0, columns).Select(_ => random.Next(0, 4))],
                [.. Enumerable.Range(0, columns).Select(_ => random.Next(0, 3) * 10L)],
                random.Next(0, 3) * 5);
        }

        /// <summary>Tries every assignment in the stated order, so the first of the best stays.</summary>
        public int[] FirstBestByExhaustiveSearch()
        {
            var (assignment, used) = (new int[Costs.Length], new int[Capacities.Length]);
            (int None, long Cost, int[] Assignment) best = (int.MaxValue, 0, []);
            Try(0, 0, 0);
            return best.Assignment;

            void Try(int row, int none, long cost)
            {
                if (row == Costs.Length)
                {
                    if (none < best.None || (none == best.None && cost < best.Cost))
                    {
                        best = (none, cost, [.. assignment]);
                    }

                    return;
                }

                for (var column = 0; column < Capacities.Length; column++)
                {
                    if (Costs[row][column] != AssignmentSolver.Forbidden && used[column] < Capacities[column])
                    {
                        assignment[row] = column;
                        var price = Costs[row][column] + FirstUse[column] + (NextUse * used[column]++);
                        Try(row + 1, none, cost + price);
                        used[column]--;
                    }
                }

                assignment[row] = AssignmentSolver.None;
                Try(row + 1, none + 1, cost);
            }
        }

        public override string ToString() =>
            $"costs {string.Join(" | ", Costs.Select(row => string.Join(' ', row.Select(cost => cost == AssignmentSolver.Forbidden ? "-" : $"{cost}"))))}; "
            + $"capacities {string.Join(' ', Capacities)}; first {string.Join(' ', FirstUse)}; next {NextUse}";
    }
}
