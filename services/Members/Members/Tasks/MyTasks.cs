using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Contracts;
using PartyCloud.Members.Contracts;
using PartyCloud.Members.Imports;
using PartyCloud.Members.Storage;
using PartyCloud.Members.Transfers;
using PartyCloud.ServiceDefaults.Storage;
using PartyCloud.ServiceDefaults.Tasks;

namespace PartyCloud.Members.Tasks;

/// <summary>What waits for the caller among the members.</summary>
internal static class MyTasks
{
    /// <param name="limit">How many of a kind are shown, 1 to 50; 20 where nothing is said.</param>
    public static async Task<Ok<TaskList>> Handle(TaskGathering tasks, MembersDb db, CancellationToken cancel, int? limit = null)
    {
        tasks.Show(limit);
        var today = tasks.Today;
        var letters = db.Transfers.AsNoTracking().Within(tasks.Caller.Reach).Where(t => t.State == TransferState.Issued).OrderBy(t => t.ExpiresOn).ThenBy(t => t.Id);

        // As ReceiveTransfer has it: a letter that went outside is closed by the giving side, when the receipt slip came back.
        await tasks.AddAsync(
            "receiveTransfer", "members.receive", letters.Where(t => t.Direction == TransferDirection.In && t.ExpiresOn >= today),
            t => Letter(t, t.MemberName, t.FromName), cancel);
        await tasks.AddAsync(
            "confirmTransfer", "members.receive", letters.Where(t => t.Direction == TransferDirection.Out && t.ToOrganizationId == null && t.ExpiresOn >= today),
            t => Letter(t, t.MemberName, t.ToName), cancel);
        // What nobody received in time can only be taken back; the member is in somebody's pocket until then.
        await tasks.AddAsync(
            "recallTransfer", "members.transfer", letters.Where(t => t.Direction == TransferDirection.Out && t.ExpiresOn < today),
            t => Letter(t, t.MemberName, t.ToName), cancel);

        // By the day from which the absence is long enough for a mobile member, he should have reported at the place.
        await tasks.AddAsync(
            "checkInMobility", "members.mobility",
            db.Stays.AsNoTracking().Within(tasks.Caller.Reach)
                .Where(s => s.State == MobilityState.Registered && (s.Side == MobilitySide.Host || s.HostOrganizationId == null))
                .OrderBy(s => s.CountsFrom).ThenBy(s => s.Id),
            s => new DueTask(s.Id, $"/api/v1/mobility/{s.Id}", s.OrganizationId, s.Side == MobilitySide.Host ? s.HostName : s.HomeName, s.CountsFrom, s.MemberName, s.HostName),
            cancel);
        await tasks.AddImportsAsync(db, ImportMembers.Kind, "members.import", "/api/v1/members/imports", cancel);
        return TypedResults.Ok(tasks.Answer());
    }

    private static DueTask Letter(Transfer t, params object[] arguments) => new(
        t.Id, $"/api/v1/transfers/{t.Id}", t.OrganizationId, t.Direction == TransferDirection.In ? t.ToName : t.FromName, t.ExpiresOn, arguments);
}
