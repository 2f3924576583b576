using System.Numerics;

namespace PartyCloud.Pairing.Matching;

/// <summary>
/// The assignment of rows to columns of limited capacity that
/// (1) leaves the fewest rows without a column, (2) among these costs least,
/// (3) among these is the first in the order of columns, compared row by row in the order of rows; no column comes after all columns.
/// There is exactly one such assignment, so the result depends on nothing but the problem.
/// </summary>
/// <remarks>
/// Rows are added one by one, each along a shortest augmenting path under reduced costs (successive shortest paths: the
/// Jonker–Volgenant scheme with capacities). Staying without a column is an arc of its own, dearer than all other arcs together.
/// The potentials at the end mark the tight arcs: every optimal assignment consists of tight arcs, and any two differ
/// by cycles of tight residual arcs. The last pass walks the rows in order and, where such a cycle gives the row an
/// earlier column, turns the cycle and then holds the row fast. That is exact, where a perturbation of the costs would need
/// a digit for each row.
/// </remarks>
internal sealed class AssignmentSolver
{
    /// <summary>In the cost matrix: this row may not have this column.</summary>
    public const int Forbidden = int.MaxValue;

    /// <summary>In the result: this row has no column.</summary>
    public const int None = -1;

    private const int NotYet = -2;
    private const long Infinity = long.MaxValue / 4;

    private readonly int[][] costs;
    private readonly int[] capacities;
    private readonly long[] firstUseCosts;
    private readonly long nextUseCost;
    private readonly long noneCost;
    private readonly int rows;
    private readonly int columns;

    private readonly int[] columnOf;
    private readonly List<int>[] rowsOf;
    // The sink's potential is the zero the others are measured from.
    private readonly long[] rowPotential;
    private readonly long[] columnPotential;

    private readonly long[] columnDistance;
    private readonly long[] rowDistance;
    private readonly int[] cameFrom;
    private readonly bool[] settled;
    private readonly List<int> settledColumns = [];
    private readonly List<int> reachedRows = [];

    private AssignmentSolver(int[][] costs, int[] capacities, long[] firstUseCosts, long nextUseCost)
    {
        (this.costs, this.capacities, this.firstUseCosts, this.nextUseCost) = (costs, capacities, firstUseCosts, nextUseCost);
        (rows, columns) = (costs.Length, capacities.Length);
        noneCost = DearerThanAllOthersTogether();
        columnOf = Enumerable.Repeat(NotYet, rows).ToArray();
        rowsOf = Enumerable.Range(0, columns).Select(_ => new List<int>(1)).ToArray();
        (rowPotential, columnPotential) = (new long[rows], new long[columns]);
        (columnDistance, rowDistance, cameFrom, settled) = (new long[columns], new long[rows], new int[columns], new bool[columns]);
    }

    /// <summary>Solves the problem; the answer names a column, or <see cref="None"/>, for each row.</summary>
    /// <param name="costs">Not negative, below <see cref="Forbidden"/>; <c>costs[row][column]</c>.</param>
    /// <param name="capacities">How many rows a column takes.</param>
    /// <param name="firstUseCosts">What the first row on a column costs besides; not negative.</param>
    /// <param name="nextUseCost">By how much each further row on the same column costs more than the one before; not negative.</param>
    /// <param name="cancellation">Stops between rows.</param>
    public static int[] Solve(int[][] costs, int[] capacities, long[] firstUseCosts, long nextUseCost, CancellationToken cancellation = default)
    {
        var solver = new AssignmentSolver(costs, capacities, firstUseCosts, nextUseCost);
        for (var row = 0; row < solver.rows; row++)
        {
            cancellation.ThrowIfCancellationRequested();
            solver.Add(row);
        }

        new FirstInOrder(solver).Settle(cancellation);
        return solver.columnOf;
    }

    private long DearerThanAllOthersTogether()
    {
        long dearest = 0;
        for (var row = 0; row < rows; row++)
        {
            foreach (var cost in costs[row])
            {
                if (cost != Forbidden && cost > dearest)
                {
                    dearest = cost;
                }
            }
        }

        var dearestUse = columns == 0 ? 0 : firstUseCosts.Max() + (nextUseCost * rows);
        return checked((dearest + dearestUse + 1) * (rows + 1));
    }

    private long UseCost(int column) => firstUseCosts[column] + (nextUseCost * rowsOf[column].Count);

    private bool HasRoom(int column) => rowsOf[column].Count < capacities[column];

    /// <summary>Reduced cost of putting one more row on the column.</summary>
    private long ToSink(int column) => UseCost(column) + columnPotential[column];

    /// <summary>Reduced cost of leaving the row without a column.</summary>
    private long ToNone(int row) => noneCost + rowPotential[row];

    private void Add(int source)
    {
        GivePotentialTo(source);
        Array.Fill(columnDistance, Infinity);
        Array.Clear(settled);
        settledColumns.Clear();
        reachedRows.Clear();

        var end = new End(Infinity, None, None);
        Reach(source, 0, ref end);
        while (NearestUnsettled(end.Distance) is var column and not None)
        {
            settled[column] = true;
            settledColumns.Add(column);
            foreach (var row in rowsOf[column])
            {
                Reach(row, columnDistance[column], ref end);
            }
        }

        foreach (var column in settledColumns)
        {
            columnPotential[column] += columnDistance[column] - end.Distance;
        }

        foreach (var row in reachedRows)
        {
            rowPotential[row] += rowDistance[row] - end.Distance;
        }

        Augment(source, end);
    }

    private void GivePotentialTo(int row)
    {
        var least = noneCost;
        var costsOfRow = costs[row];
        for (var column = 0; column < columns; column++)
        {
            if (costsOfRow[column] != Forbidden)
            {
                least = Math.Min(least, costsOfRow[column] - columnPotential[column]);
            }
        }

        rowPotential[row] = -least;
    }

    private void Reach(int row, long distance, ref End end)
    {
        rowDistance[row] = distance;
        reachedRows.Add(row);
        if (distance + ToNone(row) < end.Distance)
        {
            end = new End(distance + ToNone(row), row, None);
        }

        var costsOfRow = costs[row];
        var before = distance + rowPotential[row];
        for (var column = 0; column < costsOfRow.Length; column++)
        {
            var cost = costsOfRow[column];
            if (cost == Forbidden || settled[column])
            {
                continue;
            }

            var there = before + cost - columnPotential[column];
            if (there >= columnDistance[column])
            {
                continue;
            }

            columnDistance[column] = there;
            cameFrom[column] = row;
            // A column with room ends the search as soon as nothing nearer is left, however many equals there are.
            if (there < end.Distance && HasRoom(column) && there + ToSink(column) < end.Distance)
            {
                end = new End(there + ToSink(column), None, column);
            }
        }
    }

    private int NearestUnsettled(long nearerThan)
    {
        var nearest = None;
        for (var column = 0; column < columns; column++)
        {
            if (columnDistance[column] < nearerThan && !settled[column])
            {
                (nearest, nearerThan) = (column, columnDistance[column]);
            }
        }

        return nearest;
    }

    private void Augment(int source, End end)
    {
        var column = end.Column;
        if (end.Row != None)
        {
            column = columnOf[end.Row];
            Put(end.Row, None);
            if (end.Row == source)
            {
                return;
            }
        }

        for (var row = None; row != source;)
        {
            row = cameFrom[column];
            var left = columnOf[row];
            Put(row, column);
            column = left;
        }
    }

    private void Put(int row, int column)
    {
        if (columnOf[row] >= 0)
        {
            rowsOf[columnOf[row]].Remove(row);
        }

        columnOf[row] = column;
        if (column >= 0)
        {
            rowsOf[column].Add(row);
        }
    }

    /// <summary>Where the shortest path leaves the rows and columns: at a column with room, or at a row that stays without one.</summary>
    private readonly record struct End(long Distance, int Row, int Column);

    /// <summary>Turns an optimal assignment into the first one in order; see the remarks above.</summary>
    /// <remarks>
    /// Tight arcs and columns not yet seen are sets of bits, so a search that looks at everything in vain, which ties make
    /// common, costs rows × columns / 64.
    /// </remarks>
    private sealed class FirstInOrder
    {
        private const int WordBits = 64;

        private readonly AssignmentSolver solver;
        private readonly ulong[][] tight;
        private readonly ulong[] unseen;

        // Nodes of the residual graph: rows, then columns, then the sink.
        private readonly int sink;
        private readonly int[] parent;
        private readonly int[] seenFor;
        private readonly Stack<int> open = [];
        private int held;

        public FirstInOrder(AssignmentSolver solver)
        {
            this.solver = solver;
            sink = solver.rows + solver.columns;
            (parent, seenFor) = (new int[sink + 1], new int[sink + 1]);
            unseen = new ulong[(solver.columns + WordBits - 1) / WordBits];
            tight = Enumerable.Range(0, solver.rows).Select(TightColumns).ToArray();
        }

        public void Settle(CancellationToken cancellation)
        {
            for (held = 0; held < solver.rows; held++)
            {
                cancellation.ThrowIfCancellationRequested();
                Array.Fill(unseen, ulong.MaxValue);
                var end = solver.columnOf[held] == None ? solver.columns : solver.columnOf[held];
                for (var column = 0; column < end; column++)
                {
                    if (In(tight[held], column) && TurnCycleThrough(column))
                    {
                        break;
                    }
                }
            }
        }

        private ulong[] TightColumns(int row)
        {
            var bits = new ulong[unseen.Length];
            var costs = solver.costs[row];
            for (var column = 0; column < costs.Length; column++)
            {
                if (costs[column] != Forbidden && costs[column] + solver.rowPotential[row] == solver.columnPotential[column])
                {
                    bits[column / WordBits] |= 1UL << (column % WordBits);
                }
            }

            return bits;
        }

        private static bool In(ulong[] bits, int column) => (bits[column / WordBits] >> (column % WordBits) & 1) == 1;

        /// <summary>Looks for a way of tight residual arcs from the column back to the row in hand, past the rows already held fast.</summary>
        private bool TurnCycleThrough(int column)
        {
            // What an earlier column of the same row reached in vain is not looked at again.
            if (In(unseen, column))
            {
                SeeColumn(column, held);
            }

            while (open.TryPop(out var node))
            {
                if (node == held)
                {
                    open.Clear();
                    Turn();
                    return true;
                }

                if (node < solver.rows)
                {
                    FromRow(node);
                }
                else if (node < sink)
                {
                    FromColumn(node - solver.rows);
                }
                else
                {
                    FromSink();
                }
            }

            return false;
        }

        private void SeeColumn(int column, int from)
        {
            unseen[column / WordBits] &= ~(1UL << (column % WordBits));
            parent[solver.rows + column] = from;
            open.Push(solver.rows + column);
        }

        private void SeeRowOrSink(int node, int from)
        {
            if (seenFor[node] != held + 1)
            {
                seenFor[node] = held + 1;
                parent[node] = from;
                open.Push(node);
            }
        }

        private void FromRow(int row)
        {
            if (solver.columnOf[row] != None && solver.ToNone(row) == 0)
            {
                SeeRowOrSink(sink, row);
            }

            var tightOfRow = tight[row];
            for (var word = 0; word < unseen.Length; word++)
            {
                for (var bits = tightOfRow[word] & unseen[word]; bits != 0; bits &= bits - 1)
                {
                    SeeColumn((word * WordBits) + BitOperations.TrailingZeroCount(bits), row);
                }
            }
        }

        private void FromColumn(int column)
        {
            if (solver.HasRoom(column) && solver.ToSink(column) == 0)
            {
                SeeRowOrSink(sink, solver.rows + column);
            }

            foreach (var row in solver.rowsOf[column])
            {
                if (row >= held)
                {
                    SeeRowOrSink(row, solver.rows + column);
                }
            }
        }

        private void FromSink()
        {
            for (var row = held; row < solver.rows; row++)
            {
                if (solver.columnOf[row] == None)
                {
                    SeeRowOrSink(row, sink);
                }
            }

            for (var column = 0; column < solver.columns; column++)
            {
                // The last row on the column could leave at no loss.
                if (In(unseen, column) && solver.rowsOf[column].Count > 0 && solver.ToSink(column) == solver.nextUseCost)
                {
                    SeeColumn(column, sink);
                }
            }
        }

        private void Turn()
        {
            // Walking back from the row in hand, each row of the cycle moves to the node that came after it.
            var after = held;
            var node = parent[held];
            while (true)
            {
                if (node < solver.rows)
                {
                    solver.Put(node, after == sink ? None : after - solver.rows);
                    if (node == held)
                    {
                        return;
                    }
                }

                (after, node) = (node, parent[node]);
            }
        }
    }
}
