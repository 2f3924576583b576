using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace PartyCloud.Pairing.Storage;

internal static class ProgrammeLock
{
    /// <summary>
    /// Begins a transaction in which nobody else changes the programme's needs, helpers, proposals and pairs: capacities are counted and
    /// needs are taken one after the other, and a matching never starts from what is no longer so. Read what you change after it.
    /// </summary>
    public static async Task<IDbContextTransaction> HoldProgrammeAsync(this PairingDb db, Guid programmeId, CancellationToken cancel)
    {
        var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.Database.ExecuteSqlAsync($"select 1 from programmes where id = {programmeId} for update", cancel);
        return transaction;
    }
}
