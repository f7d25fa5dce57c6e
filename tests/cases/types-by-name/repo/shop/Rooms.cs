// Classes of the library's names, in a namespace of their own.
namespace Shop.Rooms;

public class ChatClient
{
    public void CompleteChat(string text) { }
}

public class Room(ChatClient chat)
{
    public void Say(string text) => chat.CompleteChat(text);
}
