using PartyCloud.Contracts;
using PartyCloud.Gateway.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Problems;
using PartyCloud.ServiceDefaults.Tasks;

namespace PartyCloud.Gateway.Sharing;

/// <summary>What waits here for who asks: checks, replies and data of share requests, and corrections; each for those alone who may act on it.</summary>
internal static class SharingTasks
{
    public static async Task<TaskList> GatherAsync(HttpContext http, GatewayDb db, int? limit, CancellationToken cancel)
    {
        var tasks = TaskGathering.Of(http, "gateway");
        tasks.Show(limit);
        if (tasks.Caller.Scope is not { } scope)
        {
            return tasks.Answer();
        }

        var (all, prefixes, english) = (scope.Text == LevelScope.Everything.Text, scope.Prefixes, Texts.CultureOf(http).Name == "en");
        var requests = ListShareRequests.Visible(db, tasks.Caller, null);
        await tasks.AddAsync(
            "checkShareRequest", "sharing.check",
            requests.Where(row => row.Request.State == DataShareState.Submitted
                && (all || db.Organizations.Any(o => o.Id == row.App.OrganizationId && prefixes.Any(prefix => o.LevelCode.StartsWith(prefix)))))
                .OrderBy(row => row.Request.DueOn).ThenBy(row => row.Request.Id), Describe, cancel);
        var owned = requests.Where(row => all || db.Organizations.Any(o => o.Id == row.Resource.OwnerId && prefixes.Any(prefix => o.LevelCode.StartsWith(prefix))));
        await tasks.AddAsync(
            "replyToShareRequest", "sharing.decide",
            owned.Where(row => row.Request.State == DataShareState.Deciding).OrderBy(row => row.Request.DueOn).ThenBy(row => row.Request.Id), Describe, cancel);
        await tasks.AddAsync(
            "prepareSharedData", "sharing.decide",
            // What is shared unconditionally no owner was asked for: who may check it sees it through.
            requests.Where(row => row.Request.State == DataShareState.Preparing && (all || db.Organizations.Any(o =>
                (o.Id == row.Resource.OwnerId || (row.Resource.Class == DataShareClass.Unconditional && o.Id == row.App.OrganizationId)) && prefixes.Any(prefix => o.LevelCode.StartsWith(prefix)))))
                .OrderBy(row => row.Request.DueOn).ThenBy(row => row.Request.Id), Describe, cancel);
        await tasks.AddAsync(
            "answerCorrection", ListCorrections.MayAnswer,
            CorrectionRow.All(db).Where(row => row.Correction.State == CorrectionState.Open && prefixes.Any(prefix => row.LevelCode!.StartsWith(prefix)))
                .OrderBy(row => row.Correction.DueOn).ThenBy(row => row.Correction.Id),
            row => new DueTask(
                row.Correction.Id, $"/api/v1/sharing/corrections/{row.Correction.Id}", row.Correction.OrganizationId, row.OrganizationName, row.Correction.DueOn, row.OrganizationName ?? "",
                english ? row.Resource.NameEn : row.Resource.Name,
                row.Resource.Find(row.Correction.Item) is { } item ? (english ? item.MeaningEn : item.Meaning) : row.Correction.Item), cancel);
        return tasks.Answer();

        DueTask Describe(ShareRow row) => new(
            row.Request.Id, $"/api/v1/sharing/requests/{row.Request.Id}", null, null, row.Request.DueOn, row.App.Name, english ? row.Resource.NameEn : row.Resource.Name);
    }
}
