// The last of what is put into a page that is open. Its value goes back to the background, and must be one that can.
true;
