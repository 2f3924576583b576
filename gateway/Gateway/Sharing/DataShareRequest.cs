using PartyCloud.ServiceDefaults;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Gateway.Sharing;

/// <summary>Where a share request stands (共享申请状态).</summary>
public enum DataShareState
{
    /// <summary>待审查: its conformity is checked within 2 working days.</summary>
    Submitted,

    /// <summary>退回补正: it does not conform, and can be handed in again.</summary>
    Returned,

    /// <summary>待答复: who owns the data replies within 5 working days.</summary>
    Deciding,

    /// <summary>数据准备中: granted, and the data are not there yet; within 10 working days they are.</summary>
    Preparing,

    /// <summary>已授权.</summary>
    Granted,

    /// <summary>不予共享.</summary>
    Refused,

    /// <summary>已持有: the app has it already, so nothing is collected again.</summary>
    AlreadyHeld,

    /// <summary>已撤回: by who asked.</summary>
    Withdrawn,

    /// <summary>已结束: its time is over, or it was revoked.</summary>
    Ended,
}

/// <summary>What is asked for.</summary>
/// <param name="OrganizationId">The subtree; null for the whole installation.</param>
/// <param name="Until">The last day.</param>
internal sealed record ShareContent(string[] Items, string Purpose, string LegalBasis, Guid? OrganizationId, DataFrequency Frequency, DateOnly Until);

/// <summary>A day from which is counted, and the calendar to count by.</summary>
internal sealed record CountFrom(DateTimeOffset Now, WorkingDays Days)
{
    public DateOnly Day => Days.CountsFrom(Now);
}

/// <summary>
/// An app asks for data (共享申请). The times are those of Gaoping (高平市, sxgp.gov.cn 2024-03-06): conformity within 2 working days, a reply to what is conditional within
/// 5, and where the owner has not brought the data yet, 10 from the same day on which the 5 began.
/// </summary>
internal sealed class DataShareRequest : IVersioned
{
    /// <summary>Our own choice: no source that we know names a longest time, and what is still needed then is asked for again.</summary>
    public const int MostYears = 3;

    private DataShareRequest()
    {
    }

    public Guid Id { get; private set; }

    public Guid AppId { get; private set; }

    public Guid ResourceId { get; private set; }

    public string[] Items { get; private set; } = [];

    /// <summary>What was shared for one purpose is used for no other without a request of its own.</summary>
    public string Purpose { get; private set; } = "";

    public string LegalBasis { get; private set; } = "";

    public Guid? OrganizationId { get; private set; }

    public DataFrequency Frequency { get; private set; }

    public DateOnly Until { get; private set; }

    public DataShareState State { get; private set; }

    public DateTimeOffset AskedAt { get; private set; }

    public Guid AskedBy { get; private set; }

    /// <summary>The working day from which the state's days are counted; null where nothing is due from us.</summary>
    public DateOnly? CountsFrom { get; private set; }

    public DateOnly? DueOn { get; private set; }

    /// <summary>Why it was returned, refused, withdrawn or ended.</summary>
    public string? Reason { get; private set; }

    /// <summary>The request that brought what the app holds already; null where an administrator gave it.</summary>
    public Guid? HeldById { get; private set; }

    public Guid? GrantedOrganizationId { get; private set; }

    public DateOnly? GrantedUntil { get; private set; }

    public int Version { get; private set; }

    /// <summary>How many working days a state may last; null where it waits for nobody here.</summary>
    public static int? DaysFor(DataShareState state) => state switch
    {
        DataShareState.Submitted => 2,
        DataShareState.Deciding => 5,
        DataShareState.Preparing => 10,
        _ => null,
    };

    public static DataShareRequest Ask(Guid appId, DataResource resource, ShareContent content, Guid askedBy, CountFrom from)
    {
        var request = new DataShareRequest { Id = Guid.CreateVersion7(from.Now), AppId = appId, ResourceId = resource.Id, AskedAt = from.Now, AskedBy = askedBy };
        request.Say(content);
        if (resource.Class == DataShareClass.NotShared)
        {
            request.Go(DataShareState.Refused, null, resource.Reason);
        }
        else
        {
            request.Go(DataShareState.Submitted, from);
        }

        return request;
    }

    /// <summary>No repeated collection: what the app holds answers the request.</summary>
    public void HoldAlready(Guid? by)
    {
        Rule.Require(State is DataShareState.Submitted, "share.not-submitted");
        HeldById = by;
        Go(DataShareState.AlreadyHeld, null);
    }

    public void Resubmit(ShareContent content, CountFrom from)
    {
        Rule.Require(State is DataShareState.Returned, "share.not-returned");
        Say(content);
        Go(DataShareState.Submitted, from);
    }

    public void Return(string reason)
    {
        Rule.Require(State is DataShareState.Submitted, "share.not-submitted");
        Go(DataShareState.Returned, null, reason);
    }

    /// <summary>It conforms: what is shared unconditionally is granted at once, and of the rest the owner decides.</summary>
    public void Conform(DataResource resource, bool dataReady, CountFrom from)
    {
        Rule.Require(State is DataShareState.Submitted, "share.not-submitted");
        switch (resource.Class)
        {
            case DataShareClass.NotShared:
                Go(DataShareState.Refused, null, resource.Reason);
                break;
            case DataShareClass.Conditional:
                Go(DataShareState.Deciding, from);
                break;
            default:
                Grant(OrganizationId, Until, dataReady, from);
                break;
        }
    }

    /// <param name="organizationId">Where: within what was asked.</param>
    /// <param name="until">No longer than was asked.</param>
    public void Agree(DataResource resource, Guid? organizationId, DateOnly until, bool dataReady, CountFrom from)
    {
        Rule.Require(State is DataShareState.Deciding, "share.not-deciding");
        RequireShared(resource);
        Rule.Require(until <= Until, "share.beyond-asked");
        Grant(organizationId, until, dataReady, from);
    }

    public void Refuse(string reason)
    {
        Rule.Require(State is DataShareState.Deciding, "share.not-deciding");
        Go(DataShareState.Refused, null, reason);
    }

    /// <summary>The data are there now.</summary>
    public void Ready(DataResource resource, DateOnly today)
    {
        Rule.Require(State is DataShareState.Preparing, "share.not-preparing");
        RequireShared(resource);
        Rule.Require(GrantedUntil >= today, "share.until-past");
        Go(DataShareState.Granted, null);
    }

    public void Withdraw(string reason)
    {
        Rule.Require(State is DataShareState.Submitted or DataShareState.Returned or DataShareState.Deciding or DataShareState.Preparing or DataShareState.Granted, "share.over");
        Go(DataShareState.Withdrawn, null, reason);
    }

    /// <param name="reason">Why it is revoked; null when its time is over.</param>
    public void End(string? reason)
    {
        Rule.Require(State is DataShareState.Preparing or DataShareState.Granted, "share.not-granted");
        Go(DataShareState.Ended, null, reason);
    }

    private void Grant(Guid? organizationId, DateOnly until, bool dataReady, CountFrom from)
    {
        Rule.Require(until >= DateOnly.FromDateTime(from.Now.ToOffset(TimeSpan.FromHours(8)).DateTime), "share.until-past");
        (GrantedOrganizationId, GrantedUntil) = (organizationId, until);
        if (dataReady)
        {
            Go(DataShareState.Granted, null);
            return;
        }

        // The ten days of the owner's began with his five.
        var began = State is DataShareState.Deciding ? CountsFrom!.Value : from.Day;
        Go(DataShareState.Preparing, from);
        (CountsFrom, DueOn) = (began, from.Days.Add(began, DaysFor(DataShareState.Preparing)!.Value));
    }

    // The catalogue may have changed while the request was under way.
    private static void RequireShared(DataResource resource) => Rule.Require(resource.Class != DataShareClass.NotShared, "share.not-shared");

    private void Say(ShareContent content) => (Items, Purpose, LegalBasis, OrganizationId, Frequency, Until) =
        (content.Items, content.Purpose, content.LegalBasis, content.OrganizationId, content.Frequency, content.Until);

    private void Go(DataShareState state, CountFrom? from, string? reason = null)
    {
        (State, Reason) = (state, reason);
        (CountsFrom, DueOn) = from is not null && DaysFor(state) is { } days ? (from.Day, from.Days.Add(from.Day, days)) : ((DateOnly?)null, (DateOnly?)null);
        Version++;
    }
}

/// <summary>A step of a request (办理过程): who brought it to which state.</summary>
internal sealed class ShareRequestStep
{
    private ShareRequestStep()
    {
    }

    public Guid Id { get; private set; }

    public Guid RequestId { get; private set; }

    /// <summary>The request's version that it made.</summary>
    public int Ordinal { get; private set; }

    public DateTimeOffset At { get; private set; }

    public Guid ActorId { get; private set; }

    public string ActorName { get; private set; } = "";

    public DataShareState State { get; private set; }

    public string? Reason { get; private set; }

    public DateOnly? DueOn { get; private set; }

    public static ShareRequestStep Of(DataShareRequest request, Guid actorId, string actorName, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        RequestId = request.Id,
        Ordinal = request.Version,
        At = now,
        ActorId = actorId,
        ActorName = actorName,
        State = request.State,
        Reason = request.Reason,
        DueOn = request.DueOn,
    };
}
