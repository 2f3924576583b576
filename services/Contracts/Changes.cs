namespace PartyCloud.Contracts;

/// <summary>Something that was changed within reach (近期变动): who did what to which thing, and nothing of what it says.</summary>
/// <param name="Action">E.g. <c>member.added</c>, <c>organization.moved</c>.</param>
/// <param name="ObjectType">The thing's kind.</param>
public sealed record ChangeItem(Guid Id, DateTimeOffset At, string Service, string ActorName, string Action, string ObjectType, Guid? ObjectId);
